import Foundation
import Testing
import Words

@testable import Model
@testable import Questions
@testable import Record

/// What a disk changed is no fault of a statement.
@Suite("A statement over a damaged page") struct DamagedPageTests {
    @Test("is told that the record is damaged, and is not answered")
    func told() throws {
        let recording = try Recording()
        let image = "registry.example/shop/" + String(repeating: "w", count: 40)
        try recording.record(1, workloads: [.deployment(image)])
        let copy = try TemporaryFile()
        try? FileManager.default.removeItem(atPath: copy.path)
        try RecordReader(path: recording.path).backUp(to: copy.path)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: copy.path))
        let place = try #require(bytes.firstRange(of: Data(repeating: UInt8(ascii: "w"), count: 40)))
        bytes[place.lowerBound] ^= 1
        try bytes.write(to: URL(fileURLWithPath: copy.path))

        let reader = try RecordReader(path: copy.path)
        try reader.openConsole()
        let error = #expect(throws: StoreError.self) { try reader.answer(SQLQuestion("SELECT image FROM containers")) }
        let said = error?.sentence ?? ""
        #expect(said.contains(copy.path) && said.contains("not as it was written"), "\(said)")
    }
}
