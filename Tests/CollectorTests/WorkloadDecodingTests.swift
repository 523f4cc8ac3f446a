import CollectorWords
import Model
import Questions
import Testing
import Texts

@testable import Collector

@Suite struct WorkloadDecodingTests {
    private func workload(_ text: String) throws -> Workload {
        try #require(try readText(text, as: "dump.yaml", scope: .namespaces(["shop"])).snapshot().workloads.first)
    }

    @Test func theTriggerOfABlankImageIsKept() throws {
        let collected = try read(
            TestData.path("origin-deployment-with-annotation-trigger.yaml"), scope: .namespaces(["shop"]))
        let found = try #require(collected.snapshot().workloads.first)
        #expect(found.id == Workload.ID(namespace: "shop", kind: .deployment, name: "test"))
        let trigger = ImageStreamTag.ID(namespace: "shop", stream: "test", tag: "v1")
        #expect(found.containers == [Container(name: "test", image: " ", trigger: trigger)])
        #expect(found.triggers?.hasPrefix("[{\"from\"") == true)
    }

    @Test func aDeploymentConfigsTriggersAreWrittenAsTheAnnotation() throws {
        let found = try workload(
            """
            apiVersion: apps.openshift.io/v1
            kind: DeploymentConfig
            metadata: {name: web, namespace: shop}
            spec:
              replicas: 2
              triggers:
              - type: ConfigChange
              - type: ImageChange
                imageChangeParams:
                  automatic: true
                  containerNames: [web, first]
                  from: {kind: ImageStreamTag, name: 'web:2', namespace: base}
                  lastTriggeredImage: quay.io/web@sha256:00
              - type: ImageChange
                imageChangeParams:
                  containerNames: [log]
                  from: {kind: ImageStreamTag, name: 'log:1'}
              template:
                spec:
                  initContainers: [{name: first, image: a}]
                  containers: [{name: web, image: b}, {name: log, image: c}]
            """)
        let path = "\"fieldPath\":\"spec.template.spec."
        #expect(
            found.triggers == """
                [{"from":{"kind":"ImageStreamTag","name":"web:2","namespace":"base"},\(path)containers[?(@.name==\\"web\\")].image"},\
                {"from":{"kind":"ImageStreamTag","name":"web:2","namespace":"base"},\(path)initContainers[?(@.name==\\"first\\")].image"},\
                {"from":{"kind":"ImageStreamTag","name":"log:1"},\(path)containers[?(@.name==\\"log\\")].image","paused":true}]
                """)
        #expect(found.containers.map { $0.trigger?.description } == ["base/web:2", "base/web:2", "shop/log:1"])
        #expect(found.containers.map(\.isInit) == [true, false, false])
        #expect(found.replicas == 2)
    }

    @Test func theTemplatesAnnotationWinsOverTheObjectsOwn() throws {
        func text(_ own: String, _ template: String) -> String {
            """
            {"kind":"CronJob","apiVersion":"batch/v1","metadata":{"name":"c","namespace":"shop",\(own)"ownerReferences":[{}]},
            "spec":{"jobTemplate":{"spec":{"template":{"metadata":{\(template)},"spec":{"containers":[{"name":"c"}]}}}}}}
            """
        }
        func annotation(_ value: String) -> String {
            "\"annotations\":{\"alpha.image.policy.openshift.io/resolve-names\":\"\(value)\"}"
        }
        #expect(try workload(text("", "")).resolveNames == nil)
        #expect(try workload(text(annotation("*") + ",", "")).resolveNames == "*")
        #expect(try workload(text(annotation("*") + ",", annotation("x"))).resolveNames == "x")
        #expect(try workload(text("", "")).containers == [Container(name: "c", image: "")])
    }

    @Test(
        arguments: [
            ("spec.template.spec.containers[?(@.name==\"b\")].image", 2), ("spec.template.spec.containers[0].image", 1),
            ("spec.template.spec.containers[1].image", 2), ("spec.template.spec.initContainers[0].image", 0),
            ("spec.template.spec.initContainers[?(@.name==\"i\")].image", 0),
            // The controller knows one way to write a name, and looks for it in both groups.
            ("spec.template.spec.initContainers[?(@.name=='i')].image", nil),
            ("spec.template.spec.containers[?(@.name='b')].image", nil),
            ("spec.template.spec.containers[?(@.name == \"b\")].image", nil),
            ("{.spec.template.spec.containers[0].image}", nil), ("spec.template.spec.containers[0][0].image", nil),
            ("spec.jobTemplate.spec.template.spec.containers[0].image", 1),
            ("spec.template.spec.containers[2].image", nil), ("spec.template.spec.containers[-1].image", nil),
            ("spec.template.spec.containers[?(@.name==\"\")].image", nil),
            ("spec.template.spec.containers[?(@.name==\")].image", nil),
            ("spec.template.spec.containers[99999999999999999999].image", nil), ("spec.containers[0].image", nil),
            ("spec.template.spec.containers[?(@.name==\"i\")].image", 0), ("", nil),
        ] as [(String, Int?)])
    func aFieldPathFindsItsContainer(_ path: String, _ place: Int?) {
        let containers = [
            Container(name: "i", isInit: true, image: ""), Container(name: "a", image: ""),
            Container(name: "b", image: ""),
        ]
        #expect(ContainerPath(path).flatMap { $0.place(in: containers) } == place)
    }

    @Test(arguments: [
        "not json", "{}", "[1,null,{}]", "[{\"from\":{\"kind\":\"DockerImage\",\"name\":\"a:b\"},\"fieldPath\":PATH}]",
        "[{\"from\":{\"kind\":\"ImageStreamTag\",\"name\":\"a\"},\"fieldPath\":PATH}]",
        "[{\"from\":{\"kind\":\"ImageStreamTag\",\"name\":\"a:b:c\"},\"fieldPath\":PATH}]",
        "[{\"from\":{\"kind\":\"ImageStreamTag\",\"name\":\":b\"},\"fieldPath\":PATH}]",
        String(repeating: "[", count: 5000),
    ])
    func aMalformedAnnotationIsKeptAndTiesNothing(_ annotation: String) throws {
        let text = annotation.replacing("PATH", with: "\"spec.template.spec.containers[0].image\"")
        let object = """
            {"kind":"Deployment","metadata":{"name":"d","namespace":"shop","annotations":{"image.openshift.io/triggers":\
            \(JSONString.plain(text))}},"spec":{"template":{"spec":{"containers":[{"name":"c","image":"x"}]}}}}
            """
        let found = try workload(object)
        #expect(found.triggers == text)
        #expect(found.containers[0].trigger == nil)
    }

    private func deployment(triggers: String) throws -> Workload {
        try workload(
            """
            {"kind":"Deployment","metadata":{"name":"d","namespace":"shop","annotations":{"image.openshift.io/triggers":\
            \(JSONString.plain(triggers))}},"spec":{"template":{"spec":{"containers":[{"name":"a","image":" "},{"name":"b","image":" "}]}}}}
            """)
    }

    private func trigger(_ selector: String, _ more: String = "") -> String {
        "{\"from\":{\"kind\":\"ImageStreamTag\",\"name\":\"web:1\"},\"fieldPath\":\(JSONString.plain("spec.template.spec.containers[\(selector)].image"))\(more)}"
    }

    @Test func aTriggerThatTheControllerCannotReadTiesNothingNorDoAnyBesideIt() throws {
        let good = trigger("0")
        #expect(try deployment(triggers: "[\(good)]").containers.map { $0.trigger?.name } == ["web:1", nil])
        #expect(
            try deployment(triggers: "[\(good),\(trigger("?(@.name==\"b\")", ",\"paused\":true"))]").containers.map {
                $0.trigger?.name
            } == ["web:1", "web:1"])
        for bad in [
            trigger("?(@.name=='b')"), trigger("?(@.name==\"nope\")"), trigger("7"), good, trigger("1", ",\"paused\":\"true\""),
            trigger("1", ",\"paused\":1"), "1", "{\"from\":\"web:1\"}", "{\"fieldPath\":7}",
        ] {
            #expect(try deployment(triggers: "[\(good),\(bad)]").containers.allSatisfy { $0.trigger == nil }, "\(bad)")
        }
        let passedOver = good.replacing("spec.template", with: "spec.jobTemplate.spec.template")
        #expect(
            try deployment(triggers: "[\(passedOver),\(trigger("1"))]").containers.map { $0.trigger?.name } == [nil, "web:1"])
    }

    @Test func aPausedDeploymentConfigHasPausedTriggers() throws {
        let found = try workload(
            """
            {"kind":"DeploymentConfig","metadata":{"name":"d","namespace":"shop"},"spec":{"paused":true,"triggers":[{"type":"ImageChange",
            "imageChangeParams":{"automatic":true,"containerNames":["a"],"from":{"kind":"ImageStreamTag","name":"web:1"}}}],
            "template":{"spec":{"containers":[{"name":"a","image":" "}]}}}}
            """)
        #expect(found.triggers?.contains("\"paused\":true") == true)
    }

    @Test func anImageVolumeIsToldBesideTheContainers() throws {
        func found(_ volumes: String) throws -> [Container] {
            try workload(
                """
                {"kind":"Deployment","metadata":{"name":"d","namespace":"shop","annotations":{"image.openshift.io/triggers":\
                "[{\\"from\\":{\\"kind\\":\\"ImageStreamTag\\",\\"name\\":\\"web:1\\"},\\"fieldPath\\":\\"spec.template.spec.containers[1].image\\"}]"}},\
                "spec":{"template":{"spec":{"containers":[{"name":"m","image":"web"}],"volumes":[\(volumes)]}}}}
                """
            ).containers
        }
        let model = "{\"name\":\"m\",\"image\":{\"reference\":\"quay.io/x/model:1.0\",\"pullPolicy\":\"Always\"}}"
        let containers = [Container(name: "m", image: "web"), Container(name: "volume:m", image: "quay.io/x/model:1.0")]
        #expect(
            try found(
                "{\"name\":\"c\",\"configMap\":{\"name\":\"image\"}},\(model),{\"name\":\"e\",\"image\":{}},{\"name\":\"n\",\"image\":null}"
            ) == containers)
        #expect(Container.volumeName(of: "volume:m") == "m" && Container.volumeName(of: "volume") == nil)
        #expect(throws: (any Error).self) { try found("\(model),\(model)") }
    }
}
