import Foundation
import Model
import Questions
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

    private func expressions() throws -> [String] {
        let document = try #require(try Yams.load(yaml: file("prometheusrule.yaml")) as? [String: Any])
        let groups = try #require((document["spec"] as? [String: Any])?["groups"] as? [[String: Any]])
        let dashboard = try JSONSerialization.jsonObject(with: Data(try file("grafana-dashboard.json").utf8)) as? [String: Any]
        let panels = try #require(dashboard?["panels"] as? [[String: Any]])
        return groups.flatMap { $0["rules"] as? [[String: Any]] ?? [] }.compactMap { $0["expr"] as? String }
            + panels.flatMap { $0["targets"] as? [[String: Any]] ?? [] }.compactMap { $0["expr"] as? String }
    }

    @Test("what is picked by a label is something that the figures are told with")
    func labels() throws {
        let findings = Set(FindingCount.Finding.allCases.map(\.rawValue))
        var asked: Set<String> = []
        for expression in try expressions() {
            asked.formUnion(expression.matches(of: /finding="([^"]+)"/).map { String($0.1) })
            let names = Set(expression.matches(of: /([a-z_]+)=~?"/).map { String($0.1) })
            #expect(names.isSubset(of: ["finding", "cluster", "outcome"]), "\(expression)")
            for match in expression.matches(of: /outcome=~"([^"]+)"/) {
                #expect(
                    match.1.split(separator: "|").allSatisfy { Coverage.Outcome(rawValue: String($0)) != nil }, "\(expression)")
            }
        }
        #expect(asked.isSubset(of: findings) && asked.isSuperset(of: ["failing-import", "stale", "long-reference", "drift"]))
    }

    /// Debian's package `prometheus` has it; it is not installed for tests alone, since it starts a server.
    static let hasPromtool = (try? Tool.run("promtool", "--version"))?.status == 0

    @Test(
        "Prometheus itself reads every rule and every panel's expression, and rings when it should",
        .enabled(if: hasPromtool, "needs promtool"))
    func promtool() throws {
        let document = try #require(try Yams.load(yaml: file("prometheusrule.yaml")) as? [String: Any])
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("isinventory-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let panels: [[String: Any]] = try expressions().enumerated().map { ["record": "panel:\($0):x", "expr": $1] }
        try Yams.dump(object: document["spec"] as? [String: Any] ?? [:])
            .write(toFile: "\(folder)/rules.yaml", atomically: true, encoding: .utf8)
        try Yams.dump(object: ["groups": [["name": "panels", "rules": panels] as [String: Any]]])
            .write(toFile: "\(folder)/panels.yaml", atomically: true, encoding: .utf8)
        for name in ["rules", "panels"] {
            let run = try Tool.run("promtool", "check", "rules", "\(folder)/\(name).yaml")
            #expect(run.status == 0, "\(run.output)\(run.errors)")
        }
        let test = """
            rule_files: [rules.yaml]
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
                  - series: 'isinventory_findings{cluster="prod",namespace="shop",finding="failing-import"}'
                    values: '0x10 2x100'
                  - series: 'isinventory_last_recorded_timestamp_seconds{cluster="prod"}'
                    values: '0x200'
                  - series: 'isinventory_period_seconds{cluster="prod"}'
                    values: '900x200'
                alert_rule_test:
                  - {eval_time: 30m, alertname: ImageImportFails, exp_alerts: []}
                  - {eval_time: 30m, alertname: IsinventoryRecordsNothing, exp_alerts: []}
                  - eval_time: 60m
                    alertname: ImageImportFails
                    exp_alerts:
                      - exp_labels: {severity: warning, cluster: prod, namespace: shop, finding: failing-import}
                        exp_annotations:
                          summary: '2 image imports fail in prod shop.'
                          description: 'isinventory problems --only failing-import -n shop'
                  - eval_time: 60m
                    alertname: IsinventoryRecordsNothing
                    exp_alerts:
                      - exp_labels: {severity: warning, cluster: prod}
                        exp_annotations:
                          summary: 'No snapshot of prod was recorded for three periods.'
                          description: 'What changed meanwhile is seen late, and what came and went in between never. See the log of the collector.'
            """
        try test.write(toFile: "\(folder)/test.yaml", atomically: true, encoding: .utf8)
        let run = try Tool.run("promtool", "test", "rules", "\(folder)/test.yaml")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
    }
}
