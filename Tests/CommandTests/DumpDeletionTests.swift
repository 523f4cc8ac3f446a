import Foundation
import Testing

@Suite("A dump closes only what it shows to be gone")
struct DumpDeletionTests {
    private let folder: TemporaryFolder
    private let program: Program

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
    }

    private static func deployment(_ name: String, _ namespace: String) -> String {
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"\(name)","namespace":"\(namespace)"},\
        "spec":{"replicas":1,"template":{"spec":{"containers":[{"name":"c","image":"nginx:1"}]}}}}
        """
    }

    private static func list(_ items: [String], _ kind: String = "List", _ version: String = "v1") -> String {
        "{\"apiVersion\":\"\(version)\",\"kind\":\"\(kind)\",\"items\":[\(items.joined(separator: ","))]}"
    }

    /// Three namespaces: shop/web, bill/api, openshift-dns/dns.
    private func three() throws {
        let file = try folder.write(
            "three.json",
            Self.list([Self.deployment("web", "shop"), Self.deployment("api", "bill"), Self.deployment("dns", "openshift-dns")]))
        let run = try program.run("collect", "--from", file, "-A", "--taken-at", "2026-01-04")
        try #require(run.status == 0, "\(run.errors)")
    }

    private func standing() throws -> [String] {
        try program.rows("get", "workloads", "-A").map { "\($0["namespace"] as? String ?? "")/\($0["name"] as? String ?? "")" }
            .sorted()
    }

    @Test("a default must-gather leaves the users' namespaces standing, and so does an inspection of one namespace")
    func trees() throws {
        try three()
        try folder.write(
            "mg/q/namespaces/openshift-dns/apps/deployments.yaml",
            Self.list([Self.deployment("dns", "openshift-dns")], "DeploymentList", "apps/v1"))
        try folder.write("inspect.local.5/timestamp", "2026-01-06 10:14:04.302057327 +0000 UTC m=+2.0\n")
        try folder.write(
            "inspect.local.5/namespaces/shop/apps/deployments.yaml", Self.list([], "DeploymentList", "apps/v1"))
        let mustGather = try program.run("collect", "--from", "\(folder.path)/mg", "--taken-at", "2026-01-05")
        #expect(
            mustGather.status == 0 && mustGather.output.contains("nothing changed"), "\(mustGather.output)\(mustGather.errors)")
        #expect(mustGather.output.contains("image streams not seen"), "\(mustGather.output)")
        #expect(try standing() == ["bill/api", "openshift-dns/dns", "shop/web"])
        let inspection = try program.run("collect", "--from", "\(folder.path)/inspect.local.5")
        #expect(inspection.status == 0 && inspection.output.contains("2026-01-06T10:14:04Z"), "\(inspection.output)")
        #expect(inspection.errors.contains("all that stood is gone in namespace shop"), "\(inspection.errors)")
        #expect(try standing() == ["bill/api", "openshift-dns/dns"])
        let claimed = try program.run("collect", "--from", "\(folder.path)/mg", "-A", "--taken-at", "2026-01-07")
        #expect(claimed.errors.contains("-A says"), "\(claimed.errors)")
        #expect(try standing() == ["openshift-dns/dns"])
    }

    @Test("a single object, a nested list and a file beside the dumps close nothing")
    func shapes() throws {
        try three()
        let one = try folder.write("one/deployment.yaml", Self.deployment("web", "shop"))
        let nested = try folder.write(
            "nested.json",
            Self.list([
                Self.list([Self.deployment("web", "shop")]), Self.deployment("api", "bill"),
                Self.list([Self.deployment("dns", "openshift-dns")], "DeploymentList", "apps/v1"),
            ]))
        try folder.write("withver/deployments.json", try String(contentsOfFile: folder.path + "/three.json", encoding: .utf8))
        try folder.write("withver/version.json", "{\"openshiftVersion\": \"4.14.1\"}")
        for (day, path) in [(5, one), (6, nested), (7, folder.path + "/withver")] {
            let run = try program.run("collect", "--from", path, "-A", "--taken-at", "2026-01-0\(day)")
            #expect(run.status == 0 && run.output.contains("nothing changed"), "\(path): \(run.output)\(run.errors)")
            if day == 7 { #expect(run.errors.contains("version.json"), "\(run.errors)") }
        }
    }

    @Test("a dump that would close more than half of a kind, and 20, is refused unless that is confirmed")
    func mass() throws {
        let full = try folder.write(
            "dumps/2026-01-01T00:00:00Z.json", Self.list((0..<30).map { Self.deployment("w\($0)", "shop") }))
        let part = try folder.write(
            "dumps/2026-01-02T00:00:00Z.json", Self.list((0..<9).map { Self.deployment("w\($0)", "shop") }))
        try #require(try program.run("collect", "--from", full, "-A", "--taken-at", "2026-01-01").status == 0)
        let before = try Data(contentsOf: URL(fileURLWithPath: program.database))
        let refused = [
            try program.run("collect", "--from", part, "-A", "--taken-at", "2026-01-02"),
            try program.run("import", folder.path + "/dumps", "-A"),
        ]
        for run in refused {
            #expect(run.status == 2 && run.errors.contains("21 of 30 deployments"), "\(run.errors)")
            #expect(run.errors.contains("--confirm-deletions"))
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: program.database)) == before)
        let confirmed = try program.run("import", folder.path + "/dumps", "-A", "--confirm-deletions")
        #expect(confirmed.status == 0 && confirmed.errors.contains("21 of 30"), "\(confirmed.errors)")
        #expect(try program.run("get", "snapshots").errors.contains("21 of 30 deployments"))
        let report = try program.run("report", "--from", "2026-01-01", "--to", "2026-01-03")
        #expect(report.output.contains("21 of 30 deployments"), "\(report.output)")
    }

    @Test("a time that has not come is refused unless it is meant, and a namespace where nothing ever was is said")
    func slips() throws {
        try three()
        let empty = try folder.write("deployments.json", Self.list([]))
        let future = try program.run("collect", "--from", empty, "-n", "shpo", "--taken-at", "2199-01-01")
        #expect(future.status == 64 && future.errors.contains("--allow-future"), "\(future.errors)")
        let stranger = try program.run("collect", "--from", empty, "-n", "shpo", "--taken-at", "2026-01-05")
        #expect(stranger.status == 0 && stranger.errors.contains("shpo"), "\(stranger.errors)")
        #expect(stranger.output.contains("0 deployments, image streams not seen"), "\(stranger.output)")
        let allowed = try program.run("collect", "--from", empty, "-n", "shop", "--taken-at", "2199-01-01", "--allow-future")
        #expect(allowed.status == 0, "\(allowed.errors)")
        try folder.write("later/2199-01-02T00:00:00Z.json", Self.list([Self.deployment("web", "shop")]))
        #expect(try program.run("import", folder.path + "/later", "-A").errors.contains("--allow-future"))
    }
}
