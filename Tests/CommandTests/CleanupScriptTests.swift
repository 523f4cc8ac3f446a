import FakeCluster
import Foundation
import Testing

/// `cleanup` as an admin goes about it: collect, look the script over, run it, collect again.
@Suite("cleanup's script, run by a shell") struct CleanupScriptTests {
    private let folder: TemporaryFolder
    private let program: Program

    private static let registry = "image-registry.openshift-image-registry.svc:5000"
    private static let digests = (1...9).map { "sha256:" + String(repeating: "\($0)", count: 64) }

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
    }

    /// Who needs what, but for the tags that nothing does.
    private static let kept: Set<String> = [
        "shop/web:2.0", "shop/web:1.9", "shop/job:1", "shop/builder:3", "shop/out:latest", "lab/run:1",
    ]
    private static let going: Set<String> = ["shop/web:1.0", "shop/odd:it.is_Q-1", "lab/run:2"]

    private func contents() -> StoredContents {
        func key(_ namespace: String, _ name: String) -> ObjectKey { ObjectKey(namespace: namespace, name: name) }
        func internalImage(_ place: String) -> String { "\(Self.registry)/\(place)" }
        var contents = StoredContents()
        contents.put(
            DeploymentText(
                key("shop", "web"), uid: "web", containers: [.init("web", internalImage("shop/web@\(Self.digests[0])"))]))
        let owner = PodText.Owner("apps/v1", "Deployment", "web", uid: "web")
        let earlier = OwnedText(
            key("shop", "web-5d9f"), uid: "rs", owner: owner, image: internalImage("shop/web@\(Self.digests[1])"))
        contents.put(.replicaSets, earlier.key, earlier.json)
        let cron = CronJobText(key("shop", "nightly"), uid: "cron", image: "quay.io/acme/nightly:1")
        contents.put(.cronJobs, cron.key, cron.json)
        let run = OwnedText(
            key("shop", "nightly-1"), uid: "run", owner: .init("batch/v1", "CronJob", "nightly", uid: "cron"),
            image: internalImage("shop/job:1"))
        contents.put(.jobs, run.key, run.json)
        contents.put(
            .buildConfigs, key("shop", "out"),
            Array(
                (#"{"metadata":{"name":"out","namespace":"shop","uid":"bc"},"spec":{"strategy":{"sourceStrategy":{"from":"#
                    + #"{"kind":"ImageStreamTag","name":"builder:3"}}},"output":{"to":{"kind":"ImageStreamTag","name":"out:latest"}}}}"#)
                    .utf8))
        var pod = PodText(key("lab", "lone"), uid: "pod", image: "quay.io/acme/run:9")
        (pod.phase, pod.digest) = ("Running", Self.digests[5])
        contents.put(.pods, pod.key, pod.json)
        func stream(_ namespace: String, _ name: String, _ tags: [(String, Int)]) -> StreamText {
            StreamText(
                key(namespace, name), uid: "\(namespace)-\(name)",
                tags: tags.map { .init($0.0, revisions: [.init(created: "2025-11-03T08:15:30Z", digest: Self.digests[$0.1])]) })
        }
        contents.put(stream("shop", "web", [("2.0", 0), ("1.9", 1), ("1.0", 6)]))
        contents.put(stream("shop", "job", [("1", 2)]))
        contents.put(stream("shop", "builder", [("3", 3)]))
        contents.put(stream("shop", "out", [("latest", 4)]))
        contents.put(stream("shop", "odd", [("it.is_Q-1", 7)]))
        contents.put(stream("lab", "run", [("1", 5), ("2", 8)]))
        return contents
    }

    /// What `oc tag -d` does to a cluster: the tag goes from the stream's spec and status, and is no istag any more.
    private func apply(_ calls: String, to contents: StoredContents) throws -> StoredContents {
        var contents = contents
        contents.resourceVersion += 1
        for call in calls.split(separator: "\n\n") {
            let words = call.split(separator: "\n").map(String.init)
            try #require(words.count == 5 && words[0] == "-n" && words[2...3] == ["tag", "-d"], "\(words)")
            let parts = words[4].split(separator: ":").map(String.init)
            let stream = ObjectKey(namespace: words[1], name: parts[0])
            let tag = ObjectKey(namespace: words[1], name: words[4])
            let json = try #require(contents.object(.imageStreams, stream), "\(words)")
            try #require(contents.object(.imageStreamTags, tag) != nil, "\(words)")
            var object = try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
            for (part, name) in [("spec", "name"), ("status", "tag")] {
                var members = try #require(object[part] as? [String: Any])
                members["tags"] = (members["tags"] as? [[String: Any]] ?? []).filter { $0[name] as? String != parts[1] }
                object[part] = members
            }
            (object["kind"], object["apiVersion"]) = (nil, nil)
            contents.put(
                .imageStreams, stream, [UInt8](try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])))
            contents.remove(.imageStreamTags, tag)
        }
        return contents
    }

    private func tags(_ rows: [[String: Any]]) -> Set<String> {
        Set(rows.map { "\($0["namespace"] as? String ?? "")/\($0["istag"] as? String ?? "")" })
    }

    @Test("what it names goes, what is needed stays, and asked again after the script it names nothing")
    func twice() async throws {
        let contents = contents()
        let server = try await FakeServer(contents)
        server.admit(token: "secret")
        let kubeconfig = try folder.write("kubeconfig", server.kubeconfig(token: "secret", name: "prod"))
        do {
            #expect(try program.run("collect", "--kubeconfig", kubeconfig, "-A").status == 0)
            #expect(tags(try program.rows("get", "istags", "-A")) == Self.kept.union(Self.going))
            #expect(tags(try program.rows("cleanup")) == Self.going)
            #expect(try program.run("cleanup", "--exit-code").status == 1)
            let script = try program.run("cleanup", "--script")
            #expect(script.status == 0)

            // An `oc` that only writes down how it was called, a word a line.
            let calls = "\(folder.path)/calls"
            let oc = try folder.write(
                "bin/oc", "#!/bin/sh\nfor word; do printf '%s\\n' \"$word\"; done >> '\(calls)'\necho >> '\(calls)'\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: oc)
            let file = try folder.write("cleanup.sh", script.output)
            let run = try Program.run("/bin/sh", [file], environment: ["PATH": "\(folder.path)/bin:/usr/bin:/bin"])
            #expect(run.status == 0, "\(run.errors)")
            let called = try String(contentsOfFile: calls, encoding: .utf8)
            server.show(try apply(called, to: contents))

            // Two looks at a cluster within one second are one too many.
            try await Task.sleep(for: .milliseconds(1_100))
            #expect(try program.run("collect", "--kubeconfig", kubeconfig, "-A").status == 0)
            #expect(tags(try program.rows("get", "istags", "-A")) == Self.kept)
            let again = try program.run("cleanup", "--exit-code")
            #expect(again.status == 0 && again.output.isEmpty && again.errors.contains("every tag is needed"), "\(again.errors)")
            #expect(try program.run("cleanup", "--script").output.isEmpty)
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
    }

    @Test("a script that fails on the way stops there")
    func stops() async throws {
        let server = try await FakeServer(contents())
        server.admit(token: "secret")
        let kubeconfig = try folder.write("kubeconfig", server.kubeconfig(token: "secret", name: "prod"))
        #expect(try program.run("collect", "--kubeconfig", kubeconfig, "-A").status == 0)
        try await server.stop()
        let file = try folder.write("cleanup.sh", try program.run("cleanup", "--script").output)
        let calls = "\(folder.path)/calls"
        let oc = try folder.write("bin/oc", "#!/bin/sh\necho \"$@\" >> '\(calls)'\nexit 1\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: oc)
        let run = try Program.run("/bin/sh", [file], environment: ["PATH": "\(folder.path)/bin:/usr/bin:/bin"])
        #expect(run.status == 1)
        #expect(try String(contentsOfFile: calls, encoding: .utf8).split(separator: "\n").count == 1)
    }
}
