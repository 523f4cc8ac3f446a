import CollectorWords
import Foundation
import Model
import Testing

@testable import Collector

/// What Pods run, of whom it is told, and what of them is kept.
@Suite struct PodTests {
    private static let one = "sha256:" + String(repeating: "1a", count: 32)
    private static let two = "sha256:" + String(repeating: "2b", count: 32)

    /// A Pod with one container; `owner` is `KIND.GROUP/NAME` with the API version v1.
    private func pod(
        _ name: String, owner: String? = nil, controls: Bool = true, labels: [String: String] = [:],
        annotations: [String: String] = [:], phase: String = "Running", imageID: String = "docker.io/a/web@\(one)",
        image: String = "docker.io/a/web:1", state: String? = nil, startedAt: String = "2026-01-05T10:00:00Z",
        createdAt: String = "2026-01-05T09:59:00Z", status: String? = nil
    ) -> String {
        let reference = owner.map { owner in
            let parts = owner.split(separator: "/")
            let kind = parts[0].split(separator: ".", maxSplits: 1)
            let version = kind.count == 2 ? "\(kind[1])/v1" : "v1"
            return """
                ,"ownerReferences":[{"apiVersion":"\(version)","kind":"\(kind[0])","name":"\(parts[1])"\(controls ? ",\"controller\":true" : "")}]
                """
        }
        func map(_ texts: [String: String]) -> String {
            "{" + texts.map { "\"\($0)\":\"\($1)\"" }.sorted().joined(separator: ",") + "}"
        }
        let status =
            status
                ?? """
                "containerStatuses":[{"name":"web","image":"\(image)","imageID":"\(imageID)","state":\
                \(state ?? "{\"running\":{\"startedAt\":\"\(startedAt)\"}}")}]
                """
        return """
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"\(name)","namespace":"shop","creationTimestamp":"\(createdAt)",
            "labels":\(map(labels)),"annotations":\(map(annotations))\(reference ?? "")},
            "spec":{"nodeName":"node-7","containers":[{"name":"web","image":"web","env":[{"name":"PASSWORD","value":"hunter2"}]}]},
            "status":{"phase":"\(phase)","podIP":"10.1.2.3",\(status)}}
            """
    }

    private func owned(_ kind: String, _ name: String, by owner: String?) -> String {
        let (group, template) =
            kind == "Job" ? ("batch/v1", "template") : (kind == "ReplicaSet" ? "apps/v1" : "v1", "template")
        let reference = owner.map { owner in
            let parts = owner.split(separator: "/")
            let kind = parts[0].split(separator: ".", maxSplits: 1)
            return """
                ,"ownerReferences":[{"apiVersion":"\(kind[1])/v1","kind":"\(kind[0])","name":"\(parts[1])","controller":true}]
                """
        }
        return """
            {"kind":"\(kind)","apiVersion":"\(group)","metadata":{"name":"\(name)","namespace":"shop"\(reference ?? "")},
            "spec":{"\(template)":{"spec":{"containers":[{"name":"web","image":"web"}]}}}}
            """
    }

    private func running(_ objects: String...) throws -> [RunningImage] {
        try readText("{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[\(objects.joined(separator: ","))]}").snapshot()
            .runningImages
    }

    private func owners(_ objects: String...) throws -> [String] {
        try readText("{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[\(objects.joined(separator: ","))]}").snapshot()
            .runningImages.map { "\($0.owner.kind.title)/\($0.owner.name)" }
    }

    @Test func manyPodsOfOneOwnerAreOneWithTheEarliestStart() throws {
        let links = owned("ReplicaSet", "web-5d", by: "Deployment.apps/web")
        let found = try running(
            pod("web-5d-a", owner: "ReplicaSet.apps/web-5d", startedAt: "2026-01-05T10:00:05Z"), links,
            pod("web-5d-b", owner: "ReplicaSet.apps/web-5d", image: "a/web:latest", startedAt: "2026-01-05T10:00:01Z"),
            pod("web-5d-c", owner: "ReplicaSet.apps/web-5d", imageID: "docker.io/a/web@\(Self.two)"))
        #expect(found.map(\.pods) == [2, 1])
        #expect(found.map(\.imageID.digest) == [Self.one, Self.two])
        #expect(found.map(\.startedAt) == [Instant("2026-01-05T10:00:01Z"), Instant("2026-01-05T10:00:00Z")])
        // By their bytes, so that it does not hang on the order of Pods.
        #expect(found.map(\.image) == ["a/web:latest", "docker.io/a/web:1"])
        #expect(found.allSatisfy { $0.owner == Workload.ID(namespace: "shop", kind: .deployment, name: "web") })
    }

    @Test func nothingElseOfAPodIsKept() throws {
        let snapshot = try readText(
            "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[\(pod("web-5d-a", owner: "ReplicaSet.apps/web-5d"))]}"
        ).snapshot()
        let kept = String(reflecting: snapshot)
        for secret in ["web-5d-a", "hunter2", "10.1.2.3", "node-7"] { #expect(!kept.contains(secret), "\(secret)") }
        #expect(snapshot.runningImages.count == 1)
    }

    @Test func ownersAreFollowedToTheTop() throws {
        #expect(
            try owners(pod("a", owner: "ReplicaSet.apps/r"), owned("ReplicaSet", "r", by: "Deployment.apps/web")) == [
                "Deployment/web"
            ])
        #expect(
            try owners(pod("a", owner: "ReplicaSet.apps/r"), owned("ReplicaSet", "r", by: "Rollout.argoproj.io/web"))
                == ["Rollout/web"])
        #expect(try owners(pod("a", owner: "ReplicaSet.apps/r"), owned("ReplicaSet", "r", by: nil)) == ["ReplicaSet/r"])
        #expect(
            try owners(
                pod("a", owner: "ReplicationController/w-3"),
                owned("ReplicationController", "w-3", by: "DeploymentConfig.apps.openshift.io/w")) == ["DeploymentConfig/w"])
        #expect(
            try owners(pod("a", owner: "Job.batch/j-1"), owned("Job", "j-1", by: "CronJob.batch/j")) == ["CronJob/j"])
        #expect(try owners(pod("a", owner: "Job.batch/j-1"), owned("Job", "j-1", by: nil)) == ["Job/j-1"])
        #expect(try owners(pod("a", owner: "StatefulSet.apps/db")) == ["StatefulSet/db"])
        #expect(try owners(pod("a", owner: "DaemonSet.apps/log")) == ["DaemonSet/log"])
        #expect(try owners(pod("a", owner: "TaskRun.tekton.dev/build")) == ["TaskRun.tekton.dev/build"])
        #expect(
            try owners(pod("a", owner: "ReplicaSet.apps/r"), owned("ReplicaSet", "r", by: "CloneSet.apps.kruise.io/web"))
                == ["CloneSet.apps.kruise.io/web"])
        #expect(try owners(pod("alone")) == ["Pod/alone"])
        // A deployer's owner does not say that it controls it.
        #expect(
            try owners(
                pod("w-3-deploy", owner: "ReplicationController/w-3", controls: false, phase: "Succeeded"),
                owned("ReplicationController", "w-3", by: "DeploymentConfig.apps.openshift.io/w")) == ["DeploymentConfig/w"])
    }

    @Test func whereTheObjectBetweenIsNotAtHandItsOwnerIsPresumed() throws {
        #expect(try owners(pod("a", owner: "ReplicaSet.apps/web-5d", labels: ["pod-template-hash": "5d"])) == ["Deployment/web"])
        #expect(
            try owners(pod("a", owner: "ReplicaSet.apps/web-5d", labels: ["rollouts-pod-template-hash": "5d"])) == ["Rollout/web"]
        )
        // Nothing says that a Deployment made it.
        #expect(try owners(pod("a", owner: "ReplicaSet.apps/web-5d")) == ["ReplicaSet/web-5d"])
        #expect(
            try owners(pod("a", owner: "ReplicaSet.apps/web-5d", labels: ["pod-template-hash": "6e"])) == ["ReplicaSet/web-5d"])
        #expect(
            try owners(
                pod("a", owner: "ReplicationController/w-3", annotations: ["openshift.io/deployment-config.name": "w"]))
                == ["DeploymentConfig/w"])
        // 29459880 minutes after 1970 is 2026-01-05T10:00Z.
        let minute = try #require(Instant("2026-01-05T10:00:00Z")).secondsSince1970 / 60
        #expect(try owners(pod("a", owner: "Job.batch/nightly-\(minute)")) == ["CronJob/nightly"])
        #expect(try owners(pod("a", owner: "Job.batch/load-20260105")) == ["Job/load-20260105"])
        #expect(try owners(pod("a", owner: "Build.build.openshift.io/web-12")) == ["BuildConfig/web"])
    }

    @Test func aStaticPodDoesNotTellItsNode() throws {
        #expect(try owners(pod("etcd-master-0", owner: "Node/master-0")) == ["Pod/etcd"])
    }

    @Test func aFinishedPodTellsWhatItRanUnlessAnotherTookItsPlace() throws {
        let ended = "{\"terminated\":{\"exitCode\":0,\"startedAt\":\"2026-01-05T10:00:00Z\"}}"
        #expect(try running(pod("a", owner: "Job.batch/j", phase: "Succeeded", state: ended)).count == 1)
        #expect(try running(pod("a", phase: "Failed", state: ended)).count == 1)
        #expect(try running(pod("a", owner: "ReplicaSet.apps/r", phase: "Failed", state: ended)).isEmpty)
        #expect(try running(pod("a", owner: "StatefulSet.apps/r", phase: "Failed", state: ended)).isEmpty)
        #expect(try running(pod("a", owner: "ReplicaSet.apps/r", state: ended)).count == 1)
    }

    @Test func whatNeverRanIsNotRunning() throws {
        let waiting = "{\"waiting\":{\"reason\":\"ErrImagePull\"}}"
        #expect(try running(pod("a", imageID: "", state: waiting)).isEmpty)
        #expect(try running(pod("a", state: waiting)).isEmpty)
        let broken = "{\"terminated\":{\"reason\":\"StartError\",\"startedAt\":\"1970-01-01T00:00:00Z\"}}"
        #expect(try running(pod("a", state: broken)).isEmpty)
        #expect(try running(pod("a", status: "\"qosClass\":\"BestEffort\"")).isEmpty)
    }

    @Test func whatCrashesRanBefore() throws {
        let status = """
            "containerStatuses":[{"name":"web","image":"a","imageID":"a@\(Self.one)","state":{"waiting":{"reason":"CrashLoopBackOff"}},
            "lastState":{"terminated":{"startedAt":"2026-01-05T10:00:00Z"}}}]
            """
        #expect(try running(pod("a", status: status)).map(\.startedAt) == [Instant("2026-01-05T10:00:00Z")])
    }

    @Test func initAndEphemeralContainersCount() throws {
        let ended = "{\"terminated\":{\"startedAt\":\"2026-01-05T10:00:00Z\"}}"
        let status = """
            "initContainerStatuses":[{"name":"first","image":"a","imageID":"a@\(Self.one)","state":\(ended)}],
            "containerStatuses":[{"name":"web","image":"b","imageID":"b@\(Self.two)","state":{"running":{}}}],
            "ephemeralContainerStatuses":[{"name":"debug","image":"c","imageID":"\(Self.one)","state":{"running":{}}}]
            """
        let found = try running(pod("a", status: status))
        #expect(found.map(\.container) == ["first", "debug", "web"])
        #expect(found.map(\.isInit) == [true, false, false])
        #expect(found.map(\.imageID.localID) == [nil, Self.one, nil])
    }

    @Test func aMustGathersTwoFilesOfAPodAreOne() throws {
        let folder = try TemporaryFolder()
        let list = { (items: String) in "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[\(items)]}" }
        let pod = pod("web-5d-a", owner: "ReplicaSet.apps/web-5d", labels: ["pod-template-hash": "5d"])
        try folder.write("must-gather/timestamp", "2026-01-05 10:00:00.000000000 +0000 UTC m=+0.1\n")
        try folder.write("must-gather/namespaces/shop/core/pods.yaml", list(pod))
        try folder.write("must-gather/namespaces/shop/pods/web-5d-a/web-5d-a.yaml", pod)
        try folder.write("must-gather/namespaces/lone/pods/x/x.yaml", self.pod("x").replacing("\"shop\"", with: "\"lone\""))
        let snapshot = try read(folder.path, scope: nil).snapshot()
        #expect(snapshot.runningImages.map { "\($0.owner) \($0.pods)" } == ["pod/x in lone 1", "deployment/web in shop 1"])
        #expect(snapshot.outcome(.pod, in: "shop") == .complete)
        // Single Pods say nothing of those that are not there.
        #expect(snapshot.outcome(.pod, in: "lone") == nil)
    }

    @Test func theStorysPodsAreTheirOwners() throws {
        let instant = try #require(StoryTests.instants.first { $0.hasSuffix("06:41:33Z") })
        let snapshot = try read(TestData.path("story/\(instant)")).snapshot()
        let running = snapshot.runningImages
        let api = running.filter { $0.owner.name == "theses-api" }
        #expect(api.map(\.container) == ["migrate", "api", "cache"])
        #expect(api.map(\.pods) == [2, 2, 2])
        // Every owner is one of the story's workloads, also where its ReplicaSet is not in the dump.
        let names = Set(snapshot.workloads.map(\.id))
        for image in running where image.container != "deployment" { #expect(names.contains(image.owner), "\(image.owner)") }
    }
}

extension String {
    fileprivate func replacing(_ text: String, with other: String) -> String { replacingOccurrences(of: text, with: other) }
}
