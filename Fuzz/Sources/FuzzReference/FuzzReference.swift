import Entries

/// https://llvm.org/docs/LibFuzzer.html: called with each input; 0 keeps it where it reached something new.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzEntry.reference.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
