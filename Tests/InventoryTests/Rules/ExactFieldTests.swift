import SQLite
import Testing
import Texts

@testable import Model
@testable import Questions
@testable import Record

/// Fills every text of an object's list: all in one spelling, and the one at a place in its twin.
private struct Spelling: FieldVisitor {
    typealias Failure = Never
    let twin: Int?
    private(set) var count = 0

    init(twin: Int?) { self.twin = twin }

    private mutating func next() -> String {
        defer { count += 1 }
        return count == twin ? "cafe\u{301}" : "caf\u{E9}"
    }

    mutating func text(_ name: FieldName, _ value: inout String?) { value = next() }
    mutating func word(_ name: FieldName, _ value: inout String?) { value = next() }
    mutating func digest(_ name: FieldName, _ value: inout String?) { value = next() }
    mutating func reference(_ name: FieldName, _ value: inout String?) { value = next() }
    mutating func number(_ name: FieldName, _ value: inout Int64?) {}
    mutating func flag(_ name: FieldName, _ value: inout Bool) {}
    mutating func instant(_ name: FieldName, _ value: inout Instant?) {}
    mutating func outcome(_ name: FieldName, _ value: inout Coverage.Outcome) {}
    mutating func tag(_ name: FieldName, _ value: inout ImageStreamTag.ID?) {
        value = ImageStreamTag.ID(namespace: next(), stream: next(), tag: next())
    }
    mutating func labels(_ name: FieldName, _ value: inout [ExactText: ExactText]) {
        value = [ExactText(next()): ExactText(next())]
    }
}

@Suite("Every text that is kept is compared by its bytes") struct ExactFieldTests {
    /// Which of its texts change unseen where only their spelling does.
    private func unseen<Object: FieldList & Equatable>(_ object: Object.Type) -> [Int] {
        func filled(_ twin: Int?) -> (object: Object, count: Int) {
            var (object, spelling) = (Object.blank, Spelling(twin: twin))
            object.fields(&spelling)
            return (object, spelling.count)
        }
        let (plain, count) = filled(nil)
        #expect(count > 0 && plain == filled(nil).object)
        return (0..<count).filter { filled($0).object == plain }
    }

    @Test("a new spelling of any field of any object is another state")
    func fields() {
        #expect(unseen(Workload.State.self) == [])
        #expect(unseen(Container.State.self) == [])
        #expect(unseen(ImageStream.self) == [])
        #expect(unseen(ImageStreamTag.State.self) == [])
        #expect(unseen(ImageStreamTag.Revision.self) == [])
        #expect(unseen(Image.self) == [])
        #expect(unseen(RunningImage.State.self) == [])
        #expect(unseen(Coverage.self) == [])
    }

    @Test("so are the values of the record's and an answer's rows, and why a trigger is none")
    func values() {
        let pair = ["caf\u{E9}", "cafe\u{301}"]
        #expect(Value.text(pair[0]) != .text(pair[1]) && Set(pair.map(Value.text)).count == 2)
        #expect(Answer.Cell.text(pair[0]) != .text(pair[1]) && Set(pair.map(Answer.Cell.text)).count == 2)
        #expect(TriggerFault.samePath(pair[0]) != .samePath(pair[1]) && TriggerFault.samePath(pair[0]) == .samePath(pair[0]))
        #expect(TriggerFault.notATag(kind: "a") != .noTagName("a") && TriggerFault.notJSON == .notJSON)
        #expect(ClusterIdentity(uid: pair[0]).difference(from: ClusterIdentity(uid: pair[1])) != nil)
    }
}
