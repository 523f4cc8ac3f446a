import FakeCluster
import Foundation

// Serves a cluster until it is stopped, and says on standard output where, and how to reach it.
//
//   fake-cluster [--port N] [--dump FOLDER | --deployments N --streams N] [--kubeconfig FILE] [--http1] [--page-limit N]

var options = FakeServer.Options()
var dump: String?
var deployments = 10_000
var streams = 5_000
var kubeconfig: String?
var pageLimit: Int?

var arguments = CommandLine.arguments.dropFirst()
func value() -> String { arguments.popFirst() ?? "" }
while let argument = arguments.popFirst() {
    switch argument {
    case "--port": options.port = Int(value()) ?? 0
    case "--dump": dump = value()
    case "--deployments": deployments = Int(value()) ?? deployments
    case "--streams": streams = Int(value()) ?? streams
    case "--kubeconfig": kubeconfig = value()
    case "--http1": options.offersHTTP2 = false
    case "--page-limit": pageLimit = Int(value())
    default:
        FileHandle.standardError.write(
            Data(
                """
                usage: fake-cluster [--port N] [--dump FOLDER | --deployments N --streams N]
                                    [--kubeconfig FILE] [--http1] [--page-limit N]

                """.utf8))
        exit(64)
    }
}

let contents: any ClusterContents =
    if let dump { try StoredContents(dump: dump) } else { GeneratedContents(deployments: deployments, streams: streams) }
let server = try await FakeServer(contents, options)
server.admit(token: "fake-token")
server.keepLog(false)
server.limitPages(to: pageLimit)
if let kubeconfig { try server.kubeconfig(token: "fake-token").write(toFile: kubeconfig, atomically: true, encoding: .utf8) }
print("server: \(server.url)")
print("authority: \(server.certificates.authority)")
print("token: fake-token")
fflush(nil)
while true { try await Task.sleep(for: .seconds(3600)) }
