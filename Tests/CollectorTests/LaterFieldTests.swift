import Model
import Testing

@testable import Collector

/// A workload's state as a later isinventory might keep it: today's list, and a made-up annotation at its end.
private struct LaterState: FieldList, Equatable {
    var today = Workload.State.blank
    var tier: String?

    static var blank: LaterState { LaterState() }

    mutating func fields<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure) {
        try today.fields(&visitor)
        try visitor.annotation("tier", "shop.example.com/tier", &tier)
    }
}

@Suite("A field that came later, from an object to the spool") struct LaterFieldTests {
    @Test("an annotation is read by the key that the list names, and comes back from the spool")
    func roundTrip() throws {
        let annotations = ["shop.example.com/tier": "gold", "alpha.image.policy.openshift.io/resolve-names": "*"]
        var state = LaterState.blank
        state.today.replicas = -3
        var reader = AnnotationFields { annotations[$0] }
        try state.fields(&reader)
        #expect(state.tier == "gold" && state.today.resolveNames == "*" && state.today.replicas == -3)
        for state in [state, LaterState(today: state.today), .blank] {
            var writer = SpoolWriter()
            state.show(to: &writer)
            var spooled = SpoolReader(writer.bytes, namespace: "shop")
            var found = LaterState(tier: "left over")
            found.fields(&spooled)
            #expect(found == state && spooled.isAtEnd)
        }
    }
}
