import CollectorWords
import Foundation
import Model
import Testing

@testable import Collector

@Suite struct YAMLTests {
    @Test(arguments: StoryTests.instants)
    func aDumpInYAMLGivesTheSnapshotOfTheSameInJSON(_ instant: String) throws {
        let folder = try TemporaryFolder()
        for name in try TestData.names("story/\(instant)") {
            let whole = try JSONSerialization.jsonObject(with: Data(TestData.bytes("story/\(instant)/\(name)")))
            try folder.write("\(instant)/\(name.withoutDumpSuffix).yaml", yaml(whole))
        }
        try expectEqual(
            read("\(folder.path)/\(instant)").snapshot(), read(TestData.path("story/\(instant)")).snapshot())
    }

    @Test(arguments: ["deployments", "imagestreams", "imagestreamtags"])
    func theServersOwnYAMLGivesTheSnapshotOfItsJSON(_ resource: String) throws {
        try expectEqual(
            read(TestData.path("api/list-\(resource).yaml")).snapshot(),
            read(TestData.path("api/list-\(resource).json")).snapshot())
    }

    @Test func aScheduledStreamKeepsItsHistoryAndItsQuietTimes() throws {
        let collected = try read(TestData.path("oc-prereq-image-present-with-sched.yaml"))
        let tags = try collected.snapshot().imageStreamTags
        #expect(tags.map(\.id.description) == ["example/ruby-20-centos7:latest", "example/ruby-20-centos7:prod"])
        #expect(tags.map(\.source.isScheduled) == [false, true])
        #expect(tags[1].source.kind == "ImageStreamImage")
        #expect(
            tags.map { $0.current?.createdAt } == [Instant("2015-11-09T19:41:58Z"), Instant("2016-06-29T18:12:07Z")])
        #expect(collected.notices == ["4 BuildConfig objects are not part of the record"])
        #expect(try collected.snapshot().outcome(.imageStream) == .complete)
    }

    @Test func aTagThatLooksLikeANumberIsReadAsItStands() throws {
        let collected = try readText(
            """
            # a comment
            ---
            apiVersion: image.openshift.io/v1
            kind: ImageStream
            metadata: {name: web, namespace: shop, creationTimestamp: null}
            spec:
              tags:
              - {name: 1.10, from: {kind: DockerImage, name: 'quay.io/web:1.10'}}
              - {name: "0x1F"}
              - {name: 2e3}
              - {name: true}
            ---
            # nothing here
            ---
            kind: ImageStream
            metadata: {name: other, namespace: shop}
            """, as: "is.yaml")
        #expect(try collected.snapshot().imageStreamTags.map(\.id.tag) == ["0x1F", "1.10", "2e3", "true"])
        #expect(try collected.snapshot().imageStreams.map(\.id.name) == ["other", "web"])
    }

    @Test func aTowerOfAliasesIsRefusedAtOnce() {
        var tower = "kind: List\na0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        for level in 1...30 {
            tower +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",") + "]\n"
        }
        #expect(throws: SourceError.self) { try readText(tower, as: "x.yaml") }
        #expect(throws: SourceError.self) { try readText(tower + "? *a30\n: 1\n", as: "x.yaml") }
        var small = "kind: List\na0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        for level in 1...8 { small += "a\(level): &a\(level) [*a\(level - 1),*a\(level - 1)]\n" }
        let error = #expect(throws: SourceError.self) { try readText(small, as: "x.yaml") }
        #expect(error?.reason.contains("aliases") == true)
    }

    @Test func mergeKeysAreMerged() throws {
        let snapshot = try readText(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              template:
                spec:
                  containers:
                  - &c
                    name: main
                    image: &img quay.io/x/web:1.0
                  - <<: *c
                    name: side
                  - <<: [*c]
                    name: side2
                  - <<: {name: z, image: quay.io/x/z:1}
                    name: side3
                  - {name: own, image: quay.io/x/own:1, <<: *c}
                  - <<: [{image: quay.io/x/first:1}, *c]
                    name: list
                  - <<: {<<: {image: quay.io/x/deep:1}, name: y}
                    name: nested
                  - {name: quoted, image: *img, "<<": {image: no}}
            """, as: "web.yaml"
        ).snapshot()
        let images = snapshot.workloads.flatMap(\.containers).map { "\($0.name) \($0.image)" }
        #expect(
            images == [
                "main quay.io/x/web:1.0", "side quay.io/x/web:1.0", "side2 quay.io/x/web:1.0", "side3 quay.io/x/z:1",
                "own quay.io/x/own:1", "list quay.io/x/first:1", "nested quay.io/x/deep:1", "quoted quay.io/x/web:1.0",
            ])
    }

    @Test(arguments: ["<<: x", "<<: [x]", "<<: ", "<<: [[{image: x}]]"])
    func aMergeKeyThatMergesNothingIsRefused(_ merge: String) {
        let text = "kind: Deployment\nmetadata: {name: web, namespace: shop}\nspec:\n  \(merge)\n"
        let error = #expect(throws: SourceError.self) { try readText(text, as: "web.yaml") }
        #expect(error?.reason.contains("line 4") == true && error?.reason.contains("merge key") == true, "\(error?.reason ?? "")")
    }

    @Test func deepNestingIsRefused() {
        for depth in [600, 5_000, 100_000] {
            let flow = "kind: List\na: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            #expect(throws: SourceError.self) { try readText(flow, as: "x.yaml") }
        }
        let block = "kind: List\na: " + String(repeating: "- ", count: 100_000)
        #expect(throws: SourceError.self) { try readText(block, as: "x.yaml") }
    }

    @Test func anErrorNamesTheLineAndQuotesNothing() {
        let text = "kind: List\nitems:\n- kind: Deployment\n  password: hunter2\n badly: indented\n"
        let error = #expect(throws: SourceError.self) { try readText(text, as: "x.yaml") }
        #expect(error?.description.contains("x.yaml: line ") == true)
        #expect(error?.description.contains("hunter2") == false)
    }
}

/// Compares snapshots, which have no equality of their own, leaving out where they came from.
func expectEqual(_ left: Snapshot, _ right: Snapshot, location: SourceLocation = #_sourceLocation) {
    #expect(left.workloads == right.workloads, sourceLocation: location)
    #expect(left.imageStreams == right.imageStreams, sourceLocation: location)
    #expect(left.imageStreamTags == right.imageStreamTags, sourceLocation: location)
    #expect(left.images == right.images, sourceLocation: location)
    #expect(left.coverage == right.coverage, sourceLocation: location)
}
