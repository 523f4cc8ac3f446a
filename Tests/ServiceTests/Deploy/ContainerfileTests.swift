import Foundation
import Testing

@Suite("The image that deploy/Containerfile makes")
struct ContainerfileTests {
    /// The instructions, continued lines put together.
    private func instructions() throws -> [(word: String, rest: String)] {
        try Repository.text("deploy/Containerfile").replacingOccurrences(of: "\\\n", with: " ").split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
            .map { line in
                let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
                return (parts[0], parts.count > 1 ? parts[1] : "")
            }
    }

    @Test("it is no root's, by a number that Kubernetes can tell, and runs the program")
    func user() throws {
        let all = try instructions()
        #expect(all.last { $0.word == "USER" }?.rest.wholeMatch(of: /[1-9][0-9]*:0/) != nil)
        #expect(all.last { $0.word == "ENTRYPOINT" }?.rest == #"["/usr/bin/isinventory"]"#)
        #expect(all.count { $0.word == "FROM" } == 2)
        // Images are named whole: what a short name means is up to whoever builds.
        #expect(
            all.filter { $0.word == "FROM" }.map(\.rest).allSatisfy {
                $0 == "scratch" || $0.hasPrefix("docker.io/") && $0.contains(":")
            })
    }

    @Test("building installs what scripts/setup build does")
    func buildPackages() throws {
        let setup = try #require(try Repository.text("scripts/setup").firstMatch(of: /\nbuild=\(([^)]+)\)/)?.1)
        let run = try #require(try instructions().first { $0.word == "RUN" }?.rest)
        for package in setup.split(separator: " ") { #expect(run.contains(" \(package) "), "\(package)") }
    }

    @Test("it is made by the script that makes the archive, from the same package, and says the same of itself")
    func same() throws {
        let runs = try instructions().filter { $0.word == "RUN" }.map(\.rest)
        #expect(runs.contains { $0.contains("scripts/packaging/deb ") && $0.contains("scripts/packaging/image --root ") })
        let script = try Repository.text("scripts/packaging/image")
        let user = try #require(script.firstMatch(of: /USER = ([0-9]+)/)?.1)
        #expect(try instructions().contains { $0.word == "USER" && $0.rest == "\(user):0" })
        let environment = try #require(script.firstMatch(of: /"Env": \[(.*)\]/)?.1).matches(of: /"([^"]+)"/).map { String($0.1) }
        let here = try #require(try instructions().first { $0.word == "ENV" }?.rest)
        #expect(!environment.isEmpty && environment.joined(separator: " ") == here)
    }
}
