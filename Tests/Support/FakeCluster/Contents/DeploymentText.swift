/// A Deployment as a raw list holds it, as bulky as real ones: some 15 kB, of which managedFields, the last-applied annotation and
/// environment variables are the most.
package struct DeploymentText: Sendable {
    /// One container.
    package struct Container: Sendable, Equatable {
        package var name: String
        package var image: String

        package init(_ name: String, _ image: String) {
            self.name = name
            self.image = image
        }
    }

    package var key: ObjectKey
    package var uid: String
    package var resourceVersion: Int
    package var replicas: Int
    package var containers: [Container]
    /// The value of `image.openshift.io/triggers`.
    package var triggers: String?
    /// What its environment variables follow from.
    package var seed: Int
    /// Environment variables of each container.
    package var variables = 20

    package init(
        _ key: ObjectKey, uid: String, resourceVersion: Int = 1, replicas: Int = 1, containers: [Container],
        triggers: String? = nil, seed: Int = 0
    ) {
        self.key = key
        self.uid = uid
        self.resourceVersion = resourceVersion
        self.replicas = replicas
        self.containers = containers
        self.triggers = triggers
        self.seed = seed
    }

    /// The object's JSON.
    package var json: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    func write(to bytes: inout [UInt8]) {
        let name = key.name
        let label = #"{"app.kubernetes.io/name":"\#(name)"}"#
        bytes += #"{"metadata":{"name":"\#(name)","namespace":"\#(key.namespace)","uid":"\#(uid)","resourceVersion":""#.utf8
        bytes += #"\#(resourceVersion)","generation":7,"creationTimestamp":"2025-11-03T08:15:30Z","labels":\#(label),"#.utf8
        bytes += #""annotations":{"deployment.kubernetes.io/revision":"7","#.utf8
        if let triggers { bytes += #""image.openshift.io/triggers":\#(quoted(triggers)),"#.utf8 }
        bytes += #""kubectl.kubernetes.io/last-applied-configuration":"{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\","#.utf8
        bytes += #"\"metadata\":{\"annotations\":{},\"name\":\"\#(name)\",\"namespace\":\"\#(key.namespace)\"},\"spec\":"#.utf8
        writeSpec(to: &bytes, quote: #"\""#)
        bytes += #"}\n"},"managedFields":["#.utf8
        bytes += Self.managedOpening
        for (index, container) in containers.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += #""k:{\"name\":\"\#(container.name)\"}":{".":{},"f:env":{".":{},"#.utf8
            bytes += Self.managedVariables
            bytes += Self.managedContainer
        }
        bytes += Self.managedClosing
        bytes += #"]},"spec":"#.utf8
        writeSpec(to: &bytes, quote: "\"")
        bytes += Self.status(replicas).utf8
    }

    private func writeSpec(to bytes: inout [UInt8], quote q: String) {
        var text =
            #"{"progressDeadlineSeconds":600,"replicas":\#(replicas),"revisionHistoryLimit":10,"selector":"#
            + #"{"matchLabels":{"app.kubernetes.io/name":"\#(key.name)"}},"strategy":{"rollingUpdate":{"maxSurge":"25%","#
            + #""maxUnavailable":"25%"},"type":"RollingUpdate"},"template":{"metadata":{"labels":{"app.kubernetes.io/name":"#
            + #""\#(key.name)"}},"spec":{"containers":["#
        append(text, to: &bytes, quote: q)
        for (place, container) in containers.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            append(#"{"name":"\#(container.name)","image":"\#(container.image)","env":["#, to: &bytes, quote: q)
            for variable in 0..<variables {
                if variable > 0 { bytes.append(UInt8(ascii: ",")) }
                append(#"{"name":"SERVICE_SETTING_NUMBER_\#(10 + variable)","value":""#, to: &bytes, quote: q)
                Seeded.appendHex(seed, place * 1_000 + variable, to: &bytes)
                append(#".svc.cluster.local"}"#, to: &bytes, quote: q)
            }
            text =
                #"],"imagePullPolicy":"IfNotPresent","ports":[{"containerPort":8080,"protocol":"TCP"}],"resources":{"limits":"#
                + #"{"cpu":"1","memory":"512Mi"},"requests":{"cpu":"100m","memory":"128Mi"}},"terminationMessagePath":"#
                + #""/dev/termination-log","terminationMessagePolicy":"File"}"#
            append(text, to: &bytes, quote: q)
        }
        text =
            #"],"dnsPolicy":"ClusterFirst","restartPolicy":"Always","schedulerName":"default-scheduler","securityContext":{},"#
            + #""serviceAccountName":"\#(key.name)","terminationGracePeriodSeconds":30}}}"#
        append(text, to: &bytes, quote: q)
    }

    private func append(_ text: String, to bytes: inout [UInt8], quote: String) {
        if quote.utf8.count == 1 {
            bytes += text.utf8
        } else {
            for byte in text.utf8 {
                if byte == UInt8(ascii: "\"") { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(byte)
            }
        }
    }

    private static let managedOpening = Array(
        (#"{"manager":"argocd-controller","operation":"Apply","apiVersion":"apps/v1","time":"2025-11-03T08:15:30Z","#
            + #""fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:annotations":{".":{},"#
            + #""f:kubectl.kubernetes.io/last-applied-configuration":{}},"f:labels":{".":{},"f:app.kubernetes.io/name":{}}},"#
            + #""f:spec":{"f:progressDeadlineSeconds":{},"f:replicas":{},"f:revisionHistoryLimit":{},"f:selector":{},"f:strategy":"#
            + #"{"f:rollingUpdate":{".":{},"f:maxSurge":{},"f:maxUnavailable":{}},"f:type":{}},"f:template":{"f:metadata":"#
            + #"{"f:labels":{".":{},"f:app.kubernetes.io/name":{}}},"f:spec":{"f:containers":{"#).utf8)

    private static let managedVariables = Array(
        (10..<30).map { #""k:{\"name\":\"SERVICE_SETTING_NUMBER_\#($0)\"}":{".":{},"f:name":{},"f:value":{}}"# }
            .joined(separator: ",").utf8)

    private static let managedContainer = Array(
        (#"},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:ports":{".":{},"k:{\"containerPort\":8080,\"protocol\":\"TCP\"}":"#
            + #"{".":{},"f:containerPort":{},"f:protocol":{}}},"f:resources":{".":{},"f:limits":{".":{},"f:cpu":{},"f:memory":{}},"#
            + #""f:requests":{".":{},"f:cpu":{},"f:memory":{}}},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}"#)
            .utf8)

    private static let managedClosing = Array(
        (#"},"f:dnsPolicy":{},"f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"#
            + #""f:terminationGracePeriodSeconds":{}}}}}},{"manager":"kube-controller-manager","operation":"Update","apiVersion":"#
            + #""apps/v1","time":"2025-11-03T08:15:31Z","fieldsType":"FieldsV1","fieldsV1":{"f:status":{"f:availableReplicas":{},"#
            + #""f:conditions":{".":{},"k:{\"type\":\"Available\"}":{".":{},"f:lastTransitionTime":{},"f:lastUpdateTime":{},"#
            + #""f:message":{},"f:reason":{},"f:status":{},"f:type":{}}},"f:observedGeneration":{},"f:readyReplicas":{},"#
            + #""f:replicas":{},"f:updatedReplicas":{}}},"subresource":"status"}"#).utf8)

    private static func status(_ replicas: Int) -> String {
        #","status":{"observedGeneration":7,"replicas":\#(replicas),"updatedReplicas":\#(replicas),"readyReplicas":\#(replicas),"#
            + #""availableReplicas":\#(replicas),"conditions":[{"type":"Available","status":"True","lastUpdateTime":"#
            + #""2025-11-03T08:15:30Z","lastTransitionTime":"2025-11-03T08:15:30Z","reason":"MinimumReplicasAvailable","#
            + #""message":"Deployment has minimum availability."}]}}"#
    }
}
