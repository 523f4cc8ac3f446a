package import Collector
internal import Model
internal import Texts

extension ObjectName: CustomStringConvertible {
    /// `web in shop`; empty where it has no name.
    package var description: String {
        guard let name else { return "" }
        return namespace.map { "\(name) in \($0)" } ?? name
    }
}

extension MalformedObject {
    /// What is wrong with the object.
    var words: String {
        switch self {
        case .notText(let member): "\(member) is not text"
        case .holdsNUL(let member): "\(member) holds a NUL character"
        case .notNumber(let member): "\(member) is not a whole number"
        case .notTruth(let member): "\(member) is not true or false"
        case .notTime(let member): "\(member) is not a time"
        case .notObject(let member): "\(member) is not an object"
        case .notArray(let member): "\(member) is not an array"
        case .elementNotObject(let member): "\(member) has an element that is no object"
        case .repeatedName(let name): "\(name.printable) stands twice in one object"

        case .noName: "it has no metadata.name"
        case .slashes: "its name begins with two slashes, which no object's can"
        case .noNamespace(let maySay): "it has no metadata.namespace" + (maySay ? "; say which it is with -n" : "")
        case .noKind: "it has no kind"
        case .notKubernetes: "it is not a Kubernetes object: it has no kind"
        case .notStreamTag: "its name is not STREAM:TAG"
        case .answer(let words): "it is an answer, not a dump: \((words ?? CoverageReason.noReason).printable)"
        case .unreadable: "it cannot be decoded"

        case .noTemplate: "it has no pod template; a whole object is needed"
        case .noContainers: "its pod template has no containers; a whole object is needed"
        case .unnamedContainer(let group): "one of its \(group) has no name"
        case .sameContainers: "two of its containers have the same name"
        case .unnamedVolume: "one of its volumes has no name"
        case .sameVolumes: "two of its volumes have the same name"
        case .unnamedTag: "one of its tags has no name"
        case .labelHoldsNUL: "a label holds a NUL character"

        case .noItems: "it is a list without items"
        case .itemsNotArray: "its items are no array"
        case .itemWithoutKind: "one of its items has no kind"
        case .lateKind: "the list must say its kind before so many items that say none"
        case .deepLists: "lists stand in it too deeply"
        case .notOfList(let kind): "it is not the \(kind.title) its list says"

        case .twice: "it stands twice in this file"
        case .different(let file): "it stands differently in \(file.printable); which one is true cannot be known"
        case .outOfScope: "it is outside the namespaces given with -n; give all that the dump covers, or -A"
        }
    }
}

extension KindsFault {
    /// What is wrong with the file of kinds.
    var words: String {
        switch self {
        case .tooLarge: "it is larger than 256 KiB, which no list of kinds is"
        case .notUTF8: "it is not UTF-8 text"
        case .aliases: "it repeats itself by aliases"
        case .empty: "it is empty"
        case .document(let fault): fault.words
        case .noList: "it has no list called kinds"
        case .noKinds: "its list of kinds is empty"
        case .tooManyKinds(let most): "more than \(most) kinds"
        case .notMapping(let level): "\(level.words) is not written as names and values"
        case .unknownName(let level, let name, let known):
            "\(level.words) has no \(name.printable); there are \(known.joined(separator: ", "))"
        case .lacks(let field): "a kind lacks \(field.rawValue), which is \(field.words)"
        case .noVersions(let kind): "\(kind) has no versions; write versions: [v1]"
        case .noTemplate(let kind): "\(kind) has no template; write where its pod template is, as template: spec.template"
        case .wrong(let field): "\(field.rawValue) is not \(field.words)"
        case .wrongElement(let field): "\(field.rawValue) has what is not \(field.words), the same one twice, or too many"
        case .notList(let field): "\(field.rawValue) is not a list"
        case .notPath(let field, let isText):
            "\(field.rawValue) is not \(field.words)" + (isText ? ": names of members with dots between" : "")
        case .notTruth(let field): "\(field.rawValue) is true or false"
        case .builtIn(let kind): "\(kind.qualified) is built in"
        case .repeated(let kind): "\(kind.qualified) stands twice"
        case .taken(let name, let kind): "the short name \(name) is \(kind.title)'s"
        }
    }
}

extension KindsFault.Level {
    fileprivate var words: String {
        switch self {
        case .file: "the file"
        case .kind: "a kind"
        }
    }
}

extension KindsFault.Field {
    /// What it is, with an example.
    fileprivate var words: String {
        switch self {
        case .kind: "a name such as Widget"
        case .group: "an API group such as shop.example.com"
        case .resource: "a plural such as widgets"
        case .versions: "a version such as v1 or v1beta1"
        case .shortNames: "a short name such as wd"
        case .template, .templateElsewhere, .replicas: "a path such as spec.template"
        case .unowned: "true or false"
        }
    }
}
