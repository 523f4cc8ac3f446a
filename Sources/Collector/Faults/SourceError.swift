package import Model

/// Why a source was not read: which file, where in it, and what happened. Nothing has been recorded.
public struct SourceError: Error, Sendable, Hashable {
    /// The file or folder, as it was named; empty where it has no name.
    public let file: String
    /// Where in it.
    package let place: DocumentPlace?
    /// What happened.
    package let fault: SourceFault

    package init(file: String, place: DocumentPlace? = nil, _ fault: SourceFault) {
        self.file = file
        self.place = place
        self.fault = fault
    }
}

/// What is wrong with a file, a folder or what is piped in.
package enum SourceFault: Sendable, Hashable {
    /// The system does not let it be read.
    case unreadable(SystemProblem)
    /// It is no document.
    case document(DocumentFault)
    /// It is packed and cannot be unpacked.
    case packed(DocumentFault)
    /// One of its objects is not what Kubernetes would have written.
    case object(type: String?, name: ObjectName, MalformedObject)
    /// Its name says a kind, and it holds others.
    case misnamed(ObjectKind, holds: [String])
    /// A file of kinds that is wrong.
    case kinds(KindsFault)
    /// What was read cannot be kept until it is recorded.
    case spool(SystemProblem)

    /// Nobody said which namespaces it is a dump of.
    case unknownScope
    /// A folder without a dump.
    case noDump
    /// A folder whose files hold no Kubernetes object.
    case noObject
    /// Nothing in it is part of the record.
    case nothingKept
    /// Its folders are nested too deeply.
    case deepFolders
    /// It is of another cluster than the file that said first which one it is: the mark that says so, here and there.
    case otherCluster(than: String, mark: String, here: String, there: String)
    /// Two entries of a folder mean one instant.
    case sameInstant(String, String, Instant)
    /// It says that it was made later than now.
    case ofFuture(Instant)
    /// It does not say when it was made.
    case undated
}
