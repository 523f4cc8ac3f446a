public import Collector
internal import Model
internal import Texts

extension SourceError: CustomStringConvertible {
    /// `dumps/deployments.json: byte 512: it ends in the middle of an object; dump it again, …`.
    public var description: String { "\(subject): \(reason.withoutCredentials); \(advice)" }

    private var subject: String {
        if case .spool = fault, file.isEmpty { return "the temporary file" }
        return String(file.printable)
    }

    /// What happened, and where in the file.
    public var reason: String {
        let place = place?.description ?? ""
        return place.isEmpty ? fault.words : "\(place): \(fault.words)"
    }

    /// What to do about it.
    public var advice: String {
        switch fault {
        case .unreadable: "check the path and its permissions"
        case .document, .object: "dump it again, for example with oc get deployments,imagestreams -A -o json"
        case .packed: "get it again, or unpack it and name the folder that it unpacks to"
        case .misnamed(let kind, _): "give it a name that fits, or dump \(kind.resource) again"
        case .kinds: "docs/kinds.md shows how it is written"
        case .spool: "make room there, or name another folder in TMPDIR"
        case .unknownScope: "pass -A if it is a dump of all of them, or -n NAMESPACE for each that it covers"
        case .noDump, .noObject: "name the folder that the dumps are in"
        case .nothingKept: "dump what is, for example with oc get deployments,imagestreams -A -o json"
        case .deepFolders: "name the folder of the dump"
        case .otherCluster: "record each cluster's dump by itself, under a name of its own (--cluster)"
        case .sameInstant: "keep one of them, or put both in one folder of that name"
        case .ofFuture, .undated: "pass --taken-at with the time it was made at"
        }
    }
}

extension SourceFault {
    /// What happened.
    fileprivate var words: String {
        switch self {
        case .unreadable(let problem): problem.reason
        case .document(let fault), .packed(let fault): fault.words
        case .object(let type, let name, let fault): Self.words(type, name, fault)
        case .misnamed(let kind, let found):
            "its name says \(kind.name) (\(kind.group)), but it holds \(found.joined(separator: ", ").printable)"
        case .kinds(let fault): fault.words
        case .spool(let problem): "what was read cannot be kept until it is recorded: \(problem.reason)"
        case .unknownScope: "which namespaces it covers is not known"
        case .noDump: "it holds no .json, .yaml or .yml file"
        case .noObject: "none of its files holds a Kubernetes object"
        case .nothingKept: "nothing in it is part of the record, so nothing was recorded"
        case .deepFolders: "its folders are nested too deeply"
        case .otherCluster(let other, let mark, let here, let there):
            "it is of another cluster than \(other.printable): \(mark) is \(here.printable), not \(there.printable)"
        case .sameInstant(let one, let other, let instant):
            "\(one.printable) and \(other.printable) are the same instant, \(instant)"
        case .ofFuture(let instant): "it says that it was made at \(instant), which is more than a day ahead of now"
        case .undated: "it holds no `timestamp` and no other time that says when it was made"
        }
    }

    /// `Deployment web in shop: it has no pod template; …`.
    private static func words(_ type: String?, _ name: ObjectName, _ fault: MalformedObject) -> String {
        let subject = [type, name.description].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
        return subject.isEmpty ? fault.words : "\(subject.printable): \(fault.words)"
    }
}
