import FakeCluster
import Foundation

/// Serves a cluster until it is stopped, and says on standard output where, and how to reach it.
@main
struct FakeClusterServer {
    private static let usage = """
        usage: fake-cluster [--port N] [--dump FOLDER | --deployments N --streams N [--pods N --pod-events N-A-SECOND]]
                            [--kubeconfig FILE] [--http1] [--page-limit N] [--huge-page BYTES] [--faults]

        """

    private var options = FakeServer.Options()
    private var dump: String?
    private var deployments = 10_000
    private var streams = 5_000
    private var pods = 0
    private var podEvents = 0
    private var kubeconfig: String?
    private var pageLimit: Int?
    private var hugePage: Int?
    private var goesWrong = false

    private init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--port": options.port = rest.popFirst().flatMap { Int($0) } ?? 0
            case "--dump": dump = rest.popFirst()
            case "--deployments": deployments = rest.popFirst().flatMap { Int($0) } ?? deployments
            case "--streams": streams = rest.popFirst().flatMap { Int($0) } ?? streams
            case "--pods": pods = rest.popFirst().flatMap { Int($0) } ?? pods
            case "--pod-events": podEvents = rest.popFirst().flatMap { Int($0) } ?? podEvents
            case "--kubeconfig": kubeconfig = rest.popFirst()
            case "--http1": options.offersHTTP2 = false
            case "--page-limit": pageLimit = rest.popFirst().flatMap { Int($0) }
            case "--huge-page": hugePage = rest.popFirst().flatMap { Int($0) }
            case "--faults": goesWrong = true
            default: return nil
            }
        }
    }

    static func main() async throws {
        guard let wanted = FakeClusterServer(Array(CommandLine.arguments.dropFirst())) else {
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        }
        try await wanted.serve()
    }

    private func serve() async throws {
        let contents: any ClusterContents =
            if let dump { try StoredContents(dump: dump) } else {
                GeneratedContents(deployments: deployments, streams: streams, pods: pods)
            }
        let server = try await FakeServer(contents, options)
        server.admit(token: "fake-token")
        server.keepLog(false)
        server.limitPages(to: pageLimit)
        if let hugePage { server.inject(Fault(.hugePage(bytes: hugePage), on: .deployments)) }
        if let kubeconfig {
            try server.kubeconfig(token: "fake-token").write(toFile: kubeconfig, atomically: true, encoding: .utf8)
        }
        print("server: \(server.url)")
        print("authority: \(server.certificates.authority)")
        print("token: fake-token")
        fflush(nil)
        if podEvents > 0, pods > 0 { return try await beat(server) }
        while true {
            try await Task.sleep(for: .milliseconds(700))
            if goesWrong { goWrong(server) }
        }
    }

    /// Has so many kubelets a second write a status in which nothing is that anybody keeps; each minute watches are told where they are.
    private func beat(_ server: FakeServer) async throws {
        var contents = GeneratedContents(deployments: deployments, streams: streams, pods: pods)
        for round in 1... {
            for _ in 0..<max(1, podEvents / 10) {
                let pod = contents.pod(Int.random(in: 0..<pods), beat: round)
                contents.resourceVersion += 1
                server.show(contents)
                server.tell("MODIFIED", .pods, pod.key, pod.json, resourceVersion: contents.resourceVersion)
            }
            if round % 600 == 0 { server.sendBookmarks() }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// None, one or two things go wrong from now on, and others no more.
    private func goWrong(_ server: FakeServer) {
        var chance = SystemRandomNumberGenerator()
        server.clearFaults()
        for _ in 0..<Int.random(in: 0...2, using: &chance) { server.inject(.random(using: &chance)) }
    }
}
