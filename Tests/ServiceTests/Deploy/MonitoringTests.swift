import Foundation
import Testing
import Yams

@Suite("deploy/monitoring asks for figures that there are")
struct MonitoringTests {
    private func file(_ name: String) throws -> String { try Repository.text("deploy/monitoring/\(name)") }

    /// Every figure's name an expression asks for.
    private func figures(_ expression: String) -> Set<String> {
        Set(expression.matches(of: /isinventory_[a-z_]+/).map { String($0.output) })
    }

    private func documented() throws -> Set<String> {
        Set(try Repository.text("docs/deploying.md").matches(of: /`(isinventory_[a-z_]+)`/).map { String($0.1) })
    }

    @Test("the rules: each has an expression over documented figures, a duration, a severity and words")
    func rules() throws {
        let document = try #require(try Yams.load(yaml: file("prometheusrule.yaml")) as? [String: Any])
        #expect(document["kind"] as? String == "PrometheusRule")
        let groups = try #require((document["spec"] as? [String: Any])?["groups"] as? [[String: Any]])
        let rules = groups.flatMap { $0["rules"] as? [[String: Any]] ?? [] }
        #expect(rules.count >= 5)
        let known = try documented()
        for rule in rules {
            let expression = try #require(rule["expr"] as? String)
            #expect(!figures(expression).isEmpty && figures(expression).isSubset(of: known), "\(expression)")
            #expect((rule["for"] as? String)?.wholeMatch(of: /[0-9]+[mhd]/) != nil)
            #expect((rule["labels"] as? [String: String])?["severity"] != nil)
            #expect((rule["annotations"] as? [String: String])?["summary"]?.isEmpty == false)
        }
    }

    @Test("the dashboard: every panel asks for documented figures")
    func dashboard() throws {
        let data = Data(try file("grafana-dashboard.json").utf8)
        let dashboard = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let panels = try #require(dashboard["panels"] as? [[String: Any]])
        let known = try documented()
        #expect(panels.count >= 8 && Set(panels.compactMap { $0["id"] as? Int }).count == panels.count)
        for panel in panels {
            for target in panel["targets"] as? [[String: Any]] ?? [] {
                let expression = target["expr"] as? String ?? ""
                #expect(!figures(expression).isEmpty && figures(expression).isSubset(of: known), "\(expression)")
            }
        }
    }
}
