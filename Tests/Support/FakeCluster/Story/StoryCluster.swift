/// A cluster in which what a real one's controllers do is done, one object at a time: rollouts and rollbacks, `latest` moving under running
/// Pods, CronJobs' short runs and their Jobs' end, nodes that are drained, scaling. It keeps the truth of every moment.
package struct StoryCluster: Sendable {
    /// What is true at a moment.
    package struct Truth: Sendable, Equatable {
        /// `NAMESPACE/NAME uid CONTAINER IMAGE` of every Deployment's and CronJob's container.
        package var containers: Set<String> = []
        /// `NAMESPACE/STREAM:TAG DIGEST`.
        package var tags: Set<String> = []
        /// `KIND NAMESPACE/NAME CONTAINER DIGEST` of everything that some Pod runs.
        package var running: Set<String> = []
    }

    /// A moment: what the server shows, and what is true.
    package struct Moment: Sendable {
        package var contents: StoredContents
        package var truth: Truth
    }

    private struct App: Sendable {
        var text: DeploymentText
        var sets = 0
        var pods: [PodText] = []
        var earlier: String?
    }

    private struct Run: Sendable {
        var job: OwnedText
        var pod: PodText
    }

    private static let namespace = "shop"
    package private(set) var contents: StoredContents
    private var version: Int
    private var apps: [String: App] = [:]
    private var crons: [String: CronJobText] = [:]
    private var runs: [(cron: String, run: Run)] = []
    private var stream: StreamText
    private var random: SeededGenerator
    private var clock = 0
    private var serial = 0
    private var moments: [Moment] = []

    package init(seed: Int) {
        random = SeededGenerator(seed: seed)
        version = 1_000
        contents = StoredContents(resourceVersion: version)
        let key = ObjectKey(namespace: Self.namespace, name: "base")
        stream = StreamText(
            key, uid: "stream-base",
            tags: [StreamText.Tag("latest", source: "quay.io/acme/base:latest", isScheduled: true, revisions: [])])
        stream.tags[0].revisions = [.init(created: time, digest: random.digest())]
        contents.put(stream)
        for name in ["web", "api", "floating"] { create(name) }
        for name in ["report", "backup"] {
            let cron = CronJobText(
                ObjectKey(namespace: Self.namespace, name: name), uid: "cron-\(name)", image: "quay.io/acme/\(name):1")
            crons[name] = cron
            put(.cronJobs, cron.key, cron.json)
        }
        moments = []
    }

    /// How it stands.
    package var moment: Moment { Moment(contents: contents, truth: truth) }

    /// One thing happens, step by step; each step is a moment of its own.
    package mutating func live() -> [Moment] {
        moments = []
        switch Int.random(in: 0..<14, using: &random) {
        case 0..<3: rollOut(anyApp(), to: "quay.io/acme/\(anyApp()):\(Int.random(in: 2...99, using: &random))")
        case 3: rollBack(anyApp())
        case 4..<6: moveLatest()
        case 6..<9: runCron(["report", "backup"].randomElement(using: &random) ?? "report")
        case 9..<11: endRun()
        case 11: drain(anyApp())
        case 12: scale(anyApp())
        default: beat()
        }
        return moments
    }

    private var time: String {
        let seconds = clock % 60
        let minutes = clock / 60 % 60
        return "2026-11-03T08:\(minutes < 10 ? "0" : "")\(minutes):\(seconds < 10 ? "0" : "")\(seconds)Z"
    }

    private mutating func anyApp() -> String { apps.keys.sorted().randomElement(using: &random) ?? "web" }

    // MARK: What controllers do

    private mutating func create(_ name: String) {
        let key = ObjectKey(namespace: Self.namespace, name: name)
        let image = name == "floating" ? "quay.io/acme/base:latest" : "quay.io/acme/\(name):1"
        var app = App(text: DeploymentText(key, uid: "app-\(name)", replicas: 2, containers: [.init("main", image)]))
        app.text.variables = 1
        apps[name] = app
        putApp(name)
        newSet(name)
        for _ in 0..<2 { startPod(name) }
    }

    private mutating func rollOut(_ name: String, to image: String) {
        guard let app = apps[name], app.text.containers[0].image != image else { return }
        apps[name]?.earlier = app.text.containers[0].image
        apps[name]?.text.containers[0].image = image
        putApp(name)
        newSet(name)
        // One new Pod, one old less, as a rolling update does it.
        for old in app.pods {
            startPod(name)
            stopPod(name, old.key)
        }
    }

    private mutating func rollBack(_ name: String) {
        if let earlier = apps[name]?.earlier { rollOut(name, to: earlier) }
    }

    private mutating func moveLatest() {
        clock += 1
        stream.tags[0].revisions.insert(.init(created: time, digest: random.digest()), at: 0)
        if stream.tags[0].revisions.count > 3 { stream.tags[0].revisions.removeLast() }
        stream.resourceVersion = version + 1
        version += 1
        contents.put(stream)
        note()
        // Whoever starts from now on pulls the new one; those who run go on with the old.
        if let pod = apps["floating"]?.pods.first { replace("floating", pod.key) }
    }

    private mutating func runCron(_ name: String) {
        guard let cron = crons[name] else { return }
        serial += 1
        let owner = PodText.Owner("batch/v1", "CronJob", name, uid: cron.uid)
        let job = OwnedText(
            ObjectKey(namespace: Self.namespace, name: "\(name)-\(serial)"), uid: "job-\(serial)", owner: owner, image: cron.image
        )
        put(.jobs, job.key, job.json)
        var pod = PodText(
            ObjectKey(namespace: Self.namespace, name: "\(job.key.name)-x"), uid: "pod-\(serial)",
            owner: PodText.Owner("batch/v1", "Job", job.key.name, uid: job.uid), image: cron.image)
        runs.append((name, Run(job: job, pod: pod)))
        put(.pods, pod.key, pod.json)
        pod.digest = random.digest()
        for phase in ["Running", "Succeeded"] {
            clock += 10
            pod.phase = phase
            if phase == "Running" { pod.startedAt = time }
            runs[runs.count - 1].run.pod = pod
            put(.pods, pod.key, pod.json)
        }
        // Some are gone at once: their Job's time to live is nought.
        if Int.random(in: 0..<2, using: &random) == 0 { endRun(runs.count - 1) }
    }

    private mutating func endRun() {
        guard !runs.isEmpty else { return }
        endRun(Int.random(in: 0..<runs.count, using: &random))
    }

    private mutating func endRun(_ place: Int) {
        let run = runs.remove(at: place).run
        remove(.pods, run.pod.key)
        remove(.jobs, run.job.key)
    }

    /// A node is drained: the Pod fails and stays, and another takes its place.
    private mutating func drain(_ name: String) {
        guard var pod = apps[name]?.pods.first else { return }
        apps[name]?.pods.removeFirst()
        pod.phase = "Failed"
        put(.pods, pod.key, pod.json)
        startPod(name)
        remove(.pods, pod.key)
    }

    private mutating func scale(_ name: String) {
        guard let app = apps[name] else { return }
        let wanted = Int.random(in: 1...6, using: &random)
        apps[name]?.text.replicas = wanted
        putApp(name)
        for _ in app.pods.count..<max(wanted, app.pods.count) { startPod(name) }
        for pod in app.pods.dropFirst(wanted) { stopPod(name, pod.key) }
    }

    /// A kubelet writes a status in which nothing is that anybody keeps.
    private mutating func beat() {
        for name in apps.keys.sorted() {
            for place in apps[name]?.pods.indices ?? 0..<0 {
                apps[name]?.pods[place].heartbeat += 1
                if let pod = apps[name]?.pods[place] { put(.pods, pod.key, pod.json) }
            }
        }
    }

    private mutating func newSet(_ name: String) {
        guard let app = apps[name] else { return }
        serial += 1
        apps[name]?.sets = serial
        let set = OwnedText(
            ObjectKey(namespace: Self.namespace, name: "\(name)-\(serial)"), uid: "set-\(serial)",
            owner: PodText.Owner("apps/v1", "Deployment", name, uid: app.text.uid), image: app.text.containers[0].image)
        put(.replicaSets, set.key, set.json)
    }

    private mutating func startPod(_ name: String) {
        guard let app = apps[name] else { return }
        serial += 1
        clock += 1
        let set = "\(name)-\(app.sets)"
        var pod = PodText(
            ObjectKey(namespace: Self.namespace, name: "\(set)-\(serial)"), uid: "pod-\(serial)",
            owner: PodText.Owner("apps/v1", "ReplicaSet", set, uid: "set-\(app.sets)"), image: app.text.containers[0].image)
        apps[name]?.pods.append(pod)
        put(.pods, pod.key, pod.json)
        pod.phase = "Running"
        pod.startedAt = time
        pod.digest = digest(of: pod.image)
        let place = (apps[name]?.pods.count ?? 1) - 1
        apps[name]?.pods[place] = pod
        put(.pods, pod.key, pod.json)
    }

    private mutating func stopPod(_ name: String, _ key: ObjectKey) {
        apps[name]?.pods.removeAll { $0.key == key }
        remove(.pods, key)
    }

    private mutating func replace(_ name: String, _ key: ObjectKey) {
        stopPod(name, key)
        startPod(name)
    }

    /// What a registry has under a reference now.
    private func digest(of image: String) -> String {
        if image == "quay.io/acme/base:latest" { return stream.tags[0].revisions[0].digest }
        return Seeded.digest(Int(truncatingIfNeeded: image.utf8.reduce(UInt64(7)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }), 9)
    }

    // MARK: What is shown, and what is true

    private mutating func putApp(_ name: String) {
        guard var text = apps[name]?.text else { return }
        text.resourceVersion = version + 1
        apps[name]?.text = text
        put(.deployments, text.key, text.json)
    }

    private mutating func put(_ resource: Resource, _ key: ObjectKey, _ json: [UInt8]) {
        version += 1
        contents.put(resource, key, stamped(json[...], version))
        note()
    }

    private mutating func remove(_ resource: Resource, _ key: ObjectKey) {
        version += 1
        contents.remove(resource, key)
        note()
    }

    private mutating func note() {
        contents.resourceVersion = version
        moments.append(moment)
    }

    private var truth: Truth {
        var truth = Truth()
        for (name, app) in apps {
            truth.containers.insert("\(Self.namespace)/\(name) \(app.text.uid) main \(app.text.containers[0].image)")
            for pod in app.pods where pod.phase == "Running" {
                if let digest = pod.digest { truth.running.insert("Deployment \(Self.namespace)/\(name) main \(digest)") }
            }
        }
        for (name, cron) in crons { truth.containers.insert("\(Self.namespace)/\(name) \(cron.uid) main \(cron.image)") }
        for (cron, run) in runs {
            if let digest = run.pod.digest { truth.running.insert("CronJob \(Self.namespace)/\(cron) main \(digest)") }
        }
        for tag in stream.tags {
            truth.tags.insert("\(Self.namespace)/\(stream.key.name):\(tag.name) \(tag.revisions.first?.digest ?? "-")")
        }
        return truth
    }
}
