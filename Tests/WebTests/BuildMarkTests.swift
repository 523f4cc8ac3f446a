import Foundation
import RawHTTP
import Testing

@testable import Web

@Suite("Two builds of one version share no name of an answer")
struct BuildMarkTests {
    @Test("sites of two builds give other tags, and do not take each other's for their own")
    func sites() async throws {
        let served = try Served.random(5)
        let other = RecordSite(path: served.path, settings: SiteSettings(version: "1.2.3", build: "b", database: served.path))
        for address in ["/", "/stale?lang=fr", "/api/v1/workloads", "/api/v1/stale?at=2026-01-05T09:00:00Z"] {
            let (mine, theirs) = (await served.get(address), await other.answer(WebRequest(address)))
            let tag = try #require(mine.header("ETag"))
            #expect(theirs.status == mine.status && theirs.text == mine.text && theirs.header("ETag") != tag, "\(address)")
            #expect(await served.get(address, known: tag).status == 304)
            #expect(await other.answer(WebRequest(address, known: tag)).status == 200, "\(address)")
        }
    }

    @Test("the mark is of all bytes of the file, and none where there is none")
    func marks() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "isinventory-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "program").path
        var bytes = Data(repeating: 7, count: 1_000_000)
        var marks: [String?] = []
        for change in [0, 1, 999_999, nil] {
            if let change { bytes[change] ^= 1 }
            try bytes.write(to: URL(filePath: path))
            // As an image that is built reproducibly would have it: the same size, the same time.
            try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: path)
            marks.append(BuildMark.of(file: path))
        }
        #expect(Set(marks.compactMap(\.self)).count == 3 && marks[2] == marks[3] && marks.allSatisfy { $0?.count == 32 })
        #expect(BuildMark.of(file: folder.appending(path: "nothing").path) == nil && BuildMark.of(file: folder.path) == nil)
        #expect(BuildMark.ofProgram() == BuildMark.ofProgram())
    }

    @Test("the program itself, and the same with one byte more, give other tags over one record; started again, the same")
    func programs() async throws {
        let served = try Served.random(6)
        let program = "\(Program.folder)/isinventory"
        let other = "\(served.folder)/isinventory"
        try FileManager.default.copyItem(atPath: program, toPath: other)
        let file = try #require(FileHandle(forWritingAtPath: other))
        try file.seekToEnd()
        try file.write(contentsOf: Data([0]))
        try file.close()
        var tags: [String] = []
        for path in [program, other, program] {
            let child = try Child([path, "serve", "--listen", "127.0.0.1:0", "--db", served.path], isErrorsRead: true)
            defer { child.end() }
            let said = child.said { $0.contains("/ —") }
            let port = try #require(said.firstMatch(of: /:([0-9]+)\/ —/).flatMap { Int($0.output.1) }, "\(said)")
            let connection = try RawHTTP(port: port)
            connection.send("GET /api/v1/workloads HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            let answer = await connection.answer()
            tags.append(String(try #require(answer.firstMatch(of: /(?i)etag: (\S+)/), "\(answer.prefix(300))").output.1))
        }
        #expect(tags[0] == tags[2] && tags[0] != tags[1])
    }
}
