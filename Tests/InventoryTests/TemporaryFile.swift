import Foundation

/// A file in a folder of its own that goes away with it.
final class TemporaryFile {
    let folder: URL
    var path: String { folder.appending(path: "record.db").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "inventory-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
