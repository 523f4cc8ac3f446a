import Glibc
import Model
import Record

/// A folder that only its owner may enter.
struct TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("\(TemporaryFiles.folder)/isinventory-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw StoreError.cannotOpen(path: "the folder for temporary files", reason: String(cString: strerror(errno)))
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes it with all that is in it, which are files.
    func remove() {
        empty()
        rmdir(path)
    }

    /// Removes the files that are in it.
    ///
    /// - Parameter beginning: Those alone whose name begins so.
    func empty(beginning: String = "") {
        guard let entries = opendir(path) else { return }
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != "..", name.hasPrefix(beginning) { unlink("\(path)/\(name)") }
        }
        closedir(entries)
    }
}
