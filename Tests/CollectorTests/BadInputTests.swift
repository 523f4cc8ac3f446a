import CollectorWords
import Foundation
import Model
import Testing

@testable import Collector

@Suite struct BadInputTests {
    private static let list = "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":["

    /// A Deployment of one container, as JSON.
    static func deployment(_ name: String, in namespace: String = "shop", image: String = "web:1") -> String {
        """
        {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"\(name)","namespace":"\(namespace)"},\
        "spec":{"template":{"spec":{"containers":[{"name":"c","image":"\(image)","env":[{"name":"P","value":"hunter2"}]}]}}}}
        """
    }

    @Test(arguments: [
        ("dump.json", "", "it is empty"),
        ("dump.yaml", "", "it is empty"),
        ("dump.yaml", "# only a comment\n---\n", "it is empty"),
        ("dump", " \n\t", "it is empty"),
        ("dump.json", "{\"kind\":\"Lis", "in the middle of an object"),
        ("dump.json", list + deployment("web"), "in the middle of an object"),
        ("dump.json", list + deployment("web") + "]", "in the middle of an object"),
        ("dump.json", "[{\"kind\":\"Deployment\"}]", "array"),
        ("dump.yaml", "- kind: Deployment\n", "not a Kubernetes object"),
        ("dump.json", "{\"items\":[]}", "no kind"),
        ("dump.json", "{\"hello\":\"world\"}", "no kind"),
        ("dump.json", "<!DOCTYPE html><html>", "HTML"),
        ("dump", "<html>", "HTML"),
        ("dump.json", "Error from server (Forbidden): no", "begins with “Error from server (Forbidden): no”"),
        ("dump", "Error from server (Forbidden): no", "neither JSON nor YAML"),
        ("dump.yaml", "Error from server", "not a Kubernetes object"),
        ("dump.json", "\u{1B}[31mred error: no", "begins with “\\u{1b}[31mred error: no”"),
        ("dump.json", "hunter2", "it is not JSON"),
        ("dump.json", "{\"kind\":\"List\"\u{0}}", "binary"),
        ("dump.json", "\u{1F}\u{8}garbage", "not JSON"),
        ("dump.json", list + deployment("") + "]}", "no metadata.name"),
        ("dump.json", list + "{\"kind\":\"Deployment\",\"metadata\":{}}]}", "no metadata.name"),
        ("dump.json", list + "{\"metadata\":{\"name\":\"web\"}}]}", "web: it has no kind"),
        ("dump.json", list + deployment("web", in: "") + "]}", "no metadata.namespace"),
        (
            "dump.json", list + deployment("web") + "," + deployment("web") + "]}",
            "Deployment web in shop: it stands twice"
        ),
        ("deployments.json", "{\"kind\":\"SecretList\",\"items\":[{\"metadata\":{\"name\":\"x\"}}]}", "it holds Secret"),
        ("imagestreams.json", list + deployment("web") + "]}", "it holds Deployment"),
        (
            "dump.json", "{\"kind\":\"Deployment\",\"metadata\":{\"name\":\"a\",\"namespace\":\"b\"},\"spec\":{}}",
            "no pod template"
        ),
        ("dump.json", "{\"kind\":\"Deployment\",\"metadata\":{\"name\":5}}", "name is not text"),
        ("dump.json", "{\"kind\":\"Deployment\",\"metadata\":[]}", "metadata is not an object"),
        ("dump.json", "{\"kind\":[\"Deployment\"]}", "kind is not text"),
        ("dump.json", "{\"kind\":\"Status\",\"message\":\"Unauthorized\",\"code\":401}", "Unauthorized"),
    ])
    func eachSaysWhatHappenedAndToWhichFile(_ name: String, _ text: String, _ reason: String) {
        let error = #expect(throws: SourceError.self) { try readText(text, as: name) }
        #expect(error?.file.hasSuffix("/\(name)") == true)
        #expect(error?.reason.contains(reason) == true, "\(error?.description ?? "nothing")")
        #expect(error?.advice.isEmpty == false)
        #expect(error?.description.contains("hunter2") == false)
        #expect(error?.description.unicodeScalars.allSatisfy { $0.value >= 32 } == true)
    }

    /// Each is a member of a Deployment, and where it is put.
    @Test(arguments: [
        ("\"kind\":\"Deployment\"", "\"kind\":\"StatefulSet\",\"kind\":\"Deployment\"", "kind"),
        ("\"metadata\":", "\"metadata\":{},\"metadata\":", "metadata"),
        ("\"name\":\"web\"", "\"name\":\"web\",\"namespace\":\"other\"", "namespace"),
        ("\"template\":", "\"template\":null,\"template\":", "template"),
        ("\"name\":\"c\"", "\"name\":\"c\",\"image\":\"evil:1\"", "image"),
        ("\"name\":\"c\"", "\"name\":\"c\",\"im\\u0061ge\":\"evil:1\"", "image"),
        ("\"env\":", "\"x\":1,\"x\":1,\"env\":", "x"),
    ])
    func aNameThatStandsTwiceInAnObjectIsRefused(_ member: String, _ twice: String, _ name: String) {
        let object = Self.deployment("web").replacingOccurrences(of: member, with: twice)
        for text in [object, Self.list + object + "]}", Self.list + object + "],\"x\":1,\"x\":2}"] {
            let error = #expect(throws: SourceError.self) { try readText(text) }
            #expect(error?.reason.contains("stands twice in one object") == true, "\(error?.reason ?? "nothing")")
        }
    }

    @Test func aNameAmongHundredsThatStandsTwiceIsFound() throws {
        for count in [2, 31, 32, 33, 500] {
            let labels = (0..<count).map { "\"l\($0)\":\"x\"" }
            for (extra, isRefused) in [("\"m\":\"x\"", false), ("\"l\(count / 2)\":\"y\"", true)] {
                let text = "{\(labels.joined(separator: ",")),\(extra)}"
                #expect(JSONText().parse(text) { $0.repeatedName != nil } == isRefused, "\(count)")
            }
        }
    }

    @Test(arguments: ["name\":\"c", "image\":\"web:1", "name\":\"web"])
    func aNULIsRefusedHoweverItIsWritten(_ text: String) {
        let object = Self.deployment("web").replacingOccurrences(of: text, with: text + "\\u0000")
        let error = #expect(throws: SourceError.self) { try readText(object) }
        #expect(error?.reason.contains("holds a NUL character") == true, "\(error?.reason ?? "nothing")")
        let yaml = #expect(throws: SourceError.self) {
            try readText(object.replacingOccurrences(of: "u0000", with: "0"), as: "web.yaml")
        }
        #expect(yaml?.reason.contains("NUL") == true, "\(yaml?.reason ?? "nothing")")
    }

    @Test(
        arguments: [
            ([0x1F, 0x8B, 8, 0, 0], "binary"), ([0xFF, 0xFE, 0x7B, 0], "UTF-16"),
            ([0x7F, 0x45, 0x4C, 0x46, 0], "binary"),
            (Array("{\"kind\":\"List\",\"a\":\"".utf8) + [0xFF] + Array("\"}".utf8), "UTF"),
        ] as [([UInt8], String)])
    func bytesThatAreNoTextAreNamed(_ bytes: [UInt8], _ reason: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("dump.json", bytes)
        let error = #expect(throws: SourceError.self) { try read(path) }
        #expect(error?.reason.contains(reason) == true, "\(error?.description ?? "nothing")")
    }

    @Test func invalidUTF8InYAMLIsNamedWithItsByte() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("dump.yaml", Array("kind: List\nname: é".utf8) + [0xC3, 0x28])
        let error = #expect(throws: SourceError.self) { try read(path) }
        #expect(error?.reason.contains("byte 19: it is not UTF-8") == true, "\(error?.description ?? "nothing")")
    }

    @Test func theSystemsReasonIsGiven() throws {
        let folder = try TemporaryFolder()
        let missing = #expect(throws: SourceError.self) { try read(folder.path + "/none.json") }
        #expect(missing?.description.contains("No such file or directory") == true)
        let empty = #expect(throws: SourceError.self) { try read(folder.path) }
        #expect(empty?.reason == "it holds no .json, .yaml or .yml file")
        try folder.write("notes.txt", "hello")
        #expect(throws: SourceError.self) { try read(folder.path) }
        #expect(throws: SourceError.self) { try DumpFolder(path: folder.path + "/none") }
    }

    @Test func scopeMustBeKnownBeforeAnythingIsRead() throws {
        let error = #expect(throws: SourceError.self) { try readText("garbage", scope: nil) }
        #expect(error?.advice.contains("-A") == true)
        #expect(error?.advice.contains("-n") == true)
        let folder = try TemporaryFolder()
        try folder.write("namespaces/shop/deployments.json", Self.deployment("web"))
        #expect(throws: SourceError.self) { try read(folder.path, scope: nil) }
    }

    @Test func anObjectOutsideTheScopeIsRefusedByName() throws {
        let text = Self.list + Self.deployment("web") + "]}"
        let error = #expect(throws: SourceError.self) { try readText(text, scope: .namespaces(["other", "third"])) }
        #expect(error?.reason.contains("Deployment web in shop: it is outside") == true)
    }

    @Test func theSameObjectInTwoFilesMustBeTheSame() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.json", Self.list + Self.deployment("web") + "]}")
        try folder.write("b.json", Self.list + Self.deployment("web") + "]}")
        #expect(try read(folder.path).snapshot().workloads.count == 1)
        try folder.write("b.json", Self.list + Self.deployment("web", image: "web:2") + "]}")
        let error = #expect(throws: SourceError.self) { try read(folder.path) }
        #expect(error?.description.contains("/a.json") == true)
        #expect(error?.description.contains("/b.json") == true)
        #expect(error?.description.contains("Deployment web in shop") == true)
    }
}
