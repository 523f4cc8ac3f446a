internal import Model

/// One thing a snapshot added to the record, as a seal sees it: by names and exact texts, never by row numbers.
///
/// docs/seal.md lists every kind with its fields; this file and the queries of `FactTable` are the two places that write them,
/// one from what was observed, one from what the file holds.
struct Fact: Sendable {
    /// What a fact is about. The names are part of the encoding and never change.
    enum Kind: String, Sendable, CaseIterable {
        case coverage, workload, container
        case imageStream = "image-stream"
        case istag, revision
        case internalRegistry = "internal-registry"
        case image
        case firstSighting = "first-sighting"
    }

    private(set) var fields = SealedFields()

    /// Something that stands, or is known, from this snapshot on.
    static func opened(_ kind: Kind, _ write: (inout SealedFields) -> Void) -> Fact {
        var fact = Fact()
        fact.fields.append("opened")
        fact.fields.append(kind.rawValue)
        write(&fact.fields)
        return fact
    }

    /// Something that no longer stands at this snapshot as it had since `from`.
    static func closed(_ kind: Kind, from: Instant?, _ write: (inout SealedFields) -> Void) -> Fact {
        var fact = Fact()
        fact.fields.append("closed")
        fact.fields.append(kind.rawValue)
        write(&fact.fields)
        fact.fields.append(from)
        return fact
    }
}

// The fields that name an object.
extension SealedFields {
    mutating func append(_ scope: Coverage.Scope) {
        append(scope.kind.qualified)
        append(scope.namespace)
    }

    mutating func append(_ id: Workload.ID) {
        append(id.namespace)
        append(id.kind.qualified)
        append(id.name)
    }

    mutating func append(_ id: Container.ID) {
        append(id.workload)
        append(id.isInit)
        append(id.name)
    }

    mutating func append(_ id: ImageStream.ID) {
        append(id.namespace)
        append(id.name)
    }

    mutating func append(_ id: ImageStreamTag.ID?) {
        append(id?.stream.namespace)
        append(id?.stream.name)
        append(id?.tag)
    }
}

// The fields that say in what state an object is.
extension SealedFields {
    mutating func append(_ coverage: Coverage) {
        append(coverage.outcome.rawValue)
        append(coverage.objects)
        append(coverage.message)
    }

    mutating func append(_ state: Workload.State) {
        append(state.uid)
        append(state.replicas)
        append(state.resolveNames)
        append(state.triggers)
        append(state.createdAt)
    }

    mutating func append(_ state: Container.State) {
        append(state.image)
        append(state.position)
        append(state.trigger)
    }

    mutating func append(_ stream: ImageStream) {
        append(stream.uid)
        append(stream.lookupLocal)
        append(stream.repository)
        append(stream.publicRepository)
        append(stream.createdAt)
    }

    mutating func append(_ state: ImageStreamTag.State) {
        append(state.current?.digest)
        append(state.current?.image)
        append(state.current?.createdAt)
        append(state.source)
        append(state.importError)
        append(state.importErrorSince)
    }

    mutating func append(_ source: ImageStreamTag.Source) {
        append(source.kind)
        append(source.name)
        append(source.isScheduled)
        append(source.referencePolicy)
        append(source.isReferenceOnly)
    }

    mutating func append(_ entry: TagHistory.Entry, after: Instant?) {
        append(entry.sequence)
        append(entry.revision.digest)
        append(entry.revision.image)
        append(entry.revision.createdAt)
        append(entry.line)
        append(after)
    }

    mutating func append(_ image: Image) {
        append(image.digest)
        append(image.createdAt)
        append(image.size)
        append(image.architecture)
        append(image.os)
        append(image.labels.isEmpty ? nil : JSONText.object(image.labels))
    }
}
