import CollectorWords
import Foundation
import Model
import Testing

@testable import Collector

/// The story of one cluster at twelve instants, dumped kind by kind, against what was asked object by object.
@Suite struct StoryTests {
    static let instants = (try? TestData.names("story")) ?? []

    @Test(arguments: instants)
    func workloadsEqualWhatTheClusterSaidOfEach(_ instant: String) throws {
        let truth = try Truth(instant)
        let snapshot = try read(TestData.path("story/\(instant)")).snapshot()
        #expect(snapshot.source == "folder \(instant)")
        let deployments = snapshot.workloads.filter { $0.id.kind == .deployment }
        #expect(Set(deployments.map { "\($0.id.namespace)/\($0.id.name)" }) == Set(truth.deployments.keys))
        for deployment in deployments {
            let expected = try #require(truth.deployments["\(deployment.id.namespace)/\(deployment.id.name)"])
            #expect(deployment.uid == expected.uid)
            #expect(deployment.replicas == expected.replicas)
            #expect(deployment.createdAt == Instant(expected.creationTimestamp))
            #expect(deployment.images(init: false) == expected.containers)
            #expect(deployment.images(init: true) == expected.initContainers ?? [:])
        }
        let others = snapshot.workloads.filter { $0.id.kind != .deployment && !$0.id.isNeed }
        let expected = truth.other_workloads.mapValues { "\($0.uid) \($0.c)" }
        let found = others.map { ("\($0.id.kind.title) \($0.id.namespace)/\($0.id.name)", $0) }
        #expect(Set(found.map(\.0)) == Set(expected.keys))
        for (name, workload) in found {
            #expect(truth.other_workloads[name]?.uid == workload.uid)
            #expect(truth.other_workloads[name]?.c == workload.images(init: false))
        }
    }

    @Test(arguments: instants)
    func tagsEqualWhatTheClusterSaidOfEach(_ instant: String) throws {
        let truth = try Truth(instant)
        let collected = try read(TestData.path("story/\(instant)"))
        let tags = try collected.snapshot().imageStreamTags
        let resolved = Dictionary(
            uniqueKeysWithValues: tags.filter { $0.current?.digest != nil }.map { ($0.id.description, $0) })
        #expect(Set(resolved.keys) == Set(truth.imagestreamtags.keys))
        for (name, expected) in truth.imagestreamtags {
            let tag = try #require(resolved[name])
            #expect(tag.current?.digest == expected.digest)
            #expect(try tag.served(by: collected.snapshot()) == expected.dockerImageReference)
            #expect(tag.current?.createdAt == Instant(expected.created))
            #expect((tag.source != ImageStreamTag.Source()) == expected.in_spec)
        }
        let unresolved = tags.filter { $0.current?.digest == nil }
        #expect(Set(unresolved.map(\.id.description)) == Set(truth.unresolved_tags.keys))
        for tag in unresolved {
            let expected = try #require(truth.unresolved_tags[tag.id.description])
            #expect(tag.source.kind == expected.from?.kind)
            #expect(tag.source.name == expected.from?.name)
            #expect(tag.source.isReferenceOnly == expected.reference ?? false)
            let failure = expected.conditions?.first { $0.type == "ImportSuccess" && $0.status == "False" }
            #expect(tag.importError == failure?.message)
            #expect(tag.importErrorSince == failure.flatMap { Instant($0.lastTransitionTime) })
        }
        #expect(try Set(collected.snapshot().coverage.map(\.outcome)) == [.complete])
        let files: Set<ObjectKind> = [
            .deployment, .statefulSet, .daemonSet, .deploymentConfig, .cronJob, .imageStream, .imageStreamTag,
        ]
        #expect(try Set(collected.snapshot().coverage.map(\.kind)).isSuperset(of: files))
    }
}

/// An `expected/INSTANT.json`.
private struct Truth: Decodable {
    struct Deployment: Decodable {
        var uid: String
        var creationTimestamp: String
        var replicas: Int64?
        var containers: [String: String]
        var initContainers: [String: String]?
    }
    struct Other: Decodable {
        var uid: String
        var c: [String: String]
    }
    struct Tag: Decodable {
        var digest: String
        var dockerImageReference: String
        var created: String
        var in_spec: Bool
    }
    struct Unresolved: Decodable {
        struct From: Decodable {
            var kind: String
            var name: String
        }
        struct Condition: Decodable {
            var type: String
            var status: String
            var lastTransitionTime: String
            var message: String
        }
        var from: From?
        var reference: Bool?
        var conditions: [Condition]?
    }
    var deployments: [String: Deployment]
    var other_workloads: [String: Other]
    var imagestreamtags: [String: Tag]
    var unresolved_tags: [String: Unresolved]

    init(_ instant: String) throws {
        let bytes = try TestData.bytes("expected/\(instant).json")
        self = try JSONDecoder().decode(Truth.self, from: Data(bytes))
    }
}

extension Workload {
    fileprivate func images(init isInit: Bool) -> [String: String] {
        Dictionary(uniqueKeysWithValues: containers.filter { $0.isInit == isInit }.map { ($0.name, $0.image) })
    }
}

extension ImageStreamTag {
    /// What the API shows as the ImageStreamTag's reference: with the policy `Local`, the internal registry's.
    fileprivate func served(by snapshot: Snapshot) -> String? {
        guard imports.source.referencePolicy == "Local", let digest = current?.digest,
            let repository = snapshot.imageStreams.first(where: { $0.id == id.stream })?.repository
        else { return current?.image }
        return "\(repository)@\(digest)"
    }
}
