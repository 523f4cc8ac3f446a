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

    /// What Grafana asks of a dashboard that is to load: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
    @Test(
        "each dashboard is one that Grafana loads: ids, places and sources of its own, variables that there are",
        arguments: ["deploy/monitoring/grafana-dashboard.json", "deploy/grafana/fleet.json"])
    func loads(path: String) throws {
        let text = try Repository.text(path)
        let dashboard = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect((dashboard["uid"] as? String)?.wholeMatch(of: /[A-Za-z0-9_-]{1,40}/) != nil)
        #expect((dashboard["title"] as? String)?.isEmpty == false && dashboard["id"] == nil || dashboard["id"] is NSNull)
        // 36 is the first that names data sources by type and uid; 41 the last that is a flat list of panels.
        #expect((36...41).contains(try #require(dashboard["schemaVersion"] as? Int)))
        let variables = try #require((dashboard["templating"] as? [String: Any])?["list"] as? [[String: Any]])
        let names = try variables.map { try #require($0["name"] as? String) }
        #expect(Set(names).count == names.count)
        let sources = variables.filter { $0["type"] as? String == "datasource" }
        let kinds = Dictionary(
            uniqueKeysWithValues: zip(sources.map { "${\($0["name"] ?? "")}" }, sources.map { $0["query"] as? String }))
        #expect(!kinds.isEmpty)
        func expectSource(_ object: [String: Any], _ about: String) throws {
            let source = try #require(object["datasource"] as? [String: Any], "\(about)")
            let uid = try #require(source["uid"] as? String)
            #expect(kinds[uid] != nil && source["type"] as? String == kinds[uid] ?? nil, "\(about)")
        }
        for variable in variables where variable["type"] as? String == "query" {
            try expectSource(variable, "\(variable["name"] ?? "")")
        }

        let panels = try #require(dashboard["panels"] as? [[String: Any]])
        let ids = panels.compactMap { $0["id"] as? Int }
        #expect(ids.count == panels.count && Set(ids).count == ids.count)
        var taken: Set<[Int]> = []
        for panel in panels {
            let title = try #require(panel["title"] as? String)
            #expect(["stat", "timeseries", "barchart", "table"].contains(panel["type"] as? String), "\(title)")
            try expectSource(panel, title)
            let place = try #require(panel["gridPos"] as? [String: Int])
            let (x, y, width, height) = try (
                #require(place["x"]), #require(place["y"]), #require(place["w"]), #require(place["h"])
            )
            #expect(x >= 0 && width > 0 && x + width <= 24 && height > 0, "\(title)")
            for column in x..<x + width {
                for line in y..<y + height { #expect(taken.insert([column, line]).inserted, "\(title)") }
            }
            let targets = try #require(panel["targets"] as? [[String: Any]])
            #expect(!targets.isEmpty && Set(targets.compactMap { $0["refId"] as? String }).count == targets.count, "\(title)")
            for target in targets {
                if target["datasource"] != nil { try expectSource(target, title) }
                let query = try #require((target["expr"] ?? target["rawSql"]) as? String, "\(title)")
                // `$cluster`, `${cluster:sqlstring}`; `$__timeFrom()` is Grafana's own.
                let used = query.matches(of: /\$\{?([a-z][a-z_]*)/).map { String($0.1) }
                #expect(!query.isEmpty && Set(used).isSubset(of: names), "\(query)")
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
