import CollectorWords
import Foundation
import Testing
import Texts

@testable import Collector

/// A document's value written so that two readers of the same text can be compared.
func canonical(_ node: some DocumentNode) -> String {
    switch node.shape {
    case .null: return "null"
    case .array:
        var elements: [String] = []
        node.forEachElement { elements.append(canonical($0)) }
        return "[" + elements.joined(separator: ",") + "]"
    case .object:
        var members: [String] = []
        node.forEachMember { members.append(JSONString.plain($0) + ":" + canonical($1)) }
        return "{" + members.sorted().joined(separator: ",") + "}"
    case .scalar:
        if let boolean = node.boolean { return "\(boolean)" }
        if let integer = node.integer { return "\(integer)" }
        return node.text.map(JSONString.plain) ?? "number"
    }
}

/// The same of what Foundation reads.
func canonical(foundation value: Any) -> String {
    switch value {
    case let array as [Any]: return "[" + array.map { canonical(foundation: $0) }.joined(separator: ",") + "]"
    case let object as [String: Any]:
        return "{" + object.map { JSONString.plain($0) + ":" + canonical(foundation: $1) }.sorted().joined(separator: ",")
            + "}"
    case let text as String: return JSONString.plain(text)
    case let number as NSNumber:
        if CFBooleanLike.isBoolean(number) { return "\(number.boolValue)" }
        return Double(number.int64Value) == number.doubleValue ? "\(number.int64Value)" : "number"
    default: return "null"
    }
}

private enum CFBooleanLike {
    static func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}

/// Bytes in memory, given in blocks of any size the reader asks for.
final class MemoryBytes: ByteSource {
    private let bytes: [UInt8]
    private var given = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - given)
        buffer.copyBytes(from: bytes[given..<given + count])
        given += count
        return count
    }
}

/// Writes down what a reader tells.
final class Transcript: DocumentReceiver {
    var items: [String] = []
    var documents: [String] = []
    var headers: [String] = []

    func listBegan(_ header: some DocumentNode) { headers.append(canonical(header)) }
    func item(_ item: some DocumentNode, at place: DocumentPlace) { items.append(canonical(item)) }
    func documentEnded(_ document: some DocumentNode, isList: Bool, at place: DocumentPlace) {
        documents.append(canonical(document))
    }
}

/// Splits a JSON text in blocks of that size.
func transcript(_ bytes: [UInt8], blockSize: Int, usesVectors: Bool = true) throws -> Transcript {
    let transcript = Transcript()
    try JSONReader(usesVectors: usesVectors, blockSize: blockSize).read(from: MemoryBytes(bytes), into: transcript)
    return transcript
}
