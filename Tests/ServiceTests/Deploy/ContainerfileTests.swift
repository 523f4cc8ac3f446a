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
        // Labels, ports, folders: as the script has them.
        let version = try #require(
            try Repository.text("Sources/isinventory/Terminal/Program.swift").firstMatch(of: /static let version = "([^"]+)"/)?.1)
        let label = try #require(try instructions().first { $0.word == "LABEL" }?.rest)
        let labels = script.matches(of: /"(org\.opencontainers\.image\.[a-z.]+)"(\]| *:) *(= )?("([^"]+)"|[a-z]+)/)
        // The engine says when and under which name it was made.
        #expect(labels.count == 9)
        for one in labels where !one.1.hasSuffix("image.created") && !one.1.hasSuffix("ref.name") {
            let value = one.5.map(String.init) ?? (one.1.hasSuffix("version") ? String(version) : "$REVISION")
            #expect(label.contains("\(one.1)=\"\(value)\""), "\(one.1)")
        }
        let ports = try #require(script.firstMatch(of: /"ExposedPorts": \{(.*?\})\}/)?.1).matches(of: /"([^"]+)"/).map {
            String($0.1)
        }
        #expect(try instructions().contains { $0.word == "EXPOSE" && $0.rest == ports.joined(separator: " ") })
        #expect(script.contains(#""WorkingDir": "/data""#) && script.contains(#""Volumes": {"/data": {}}"#))
        for word in ["WORKDIR", "VOLUME"] { #expect(try instructions().last { $0.word == word }?.rest == "/data") }
    }

    @Test("every script and file that a step names is there, and nothing that is built elsewhere is copied in")
    func steps() throws {
        let words = try instructions().filter { $0.word == "RUN" }.flatMap { $0.rest.split(separator: " ").map(String.init) }
        let named = words.filter { $0.hasPrefix("scripts/") }
        #expect(named.count == 3)
        for script in named { #expect(FileManager.default.isExecutableFile(atPath: "\(Repository.root)/\(script)"), "\(script)") }
        let ignored = try Repository.text(".dockerignore").split(separator: "\n")
        for folder in [".build", ".git", "dist"] { #expect(ignored.contains { $0 == folder }) }
    }
}
