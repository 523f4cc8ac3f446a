import Foundation
import SQLite

/// A database file in a folder of its own that goes away with it.
final class TemporaryDatabase {
    let folder: URL
    var path: String { folder.appending(path: "some.db").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "sqlite-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func open(_ mode: Connection.Mode = .create) throws -> Connection { try Connection(path: path, mode: mode) }
}
