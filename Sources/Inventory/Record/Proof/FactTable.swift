/// One table of the file as facts: how to read it, and the fields docs/seal.md gives each of its rows.
struct FactTable {
    /// What a column is in a seal.
    enum Content {
        /// A number, or text as it stands.
        case plain
        /// The row of another table that it names.
        case named(EncodedNames.Table)
    }

    /// A column that says in what state an object is.
    struct Field {
        /// How its value stands in a fact.
        enum Form {
            /// As one field.
            case value(Content)
            /// As one field, and only where it is not 0.
            case flag
            /// Several fields within one.
            case nested(EncodedNames.Table)
            /// A reference that may be lacking the digest of the column before it, as the column behind it says.
            case image
            /// That column, which is no field of its own: 0, or 1 where there is a reference.
            case atDigest
            /// Fields that bring their names.
            case fields(EncodedNames.Table)
        }

        /// The field's name, in a seal's encoding.
        let name: [UInt8]
        let form: Form

        init(_ name: String, _ form: Form) {
            var fields = SealedFields()
            fields.append(name)
            self.name = fields.bytes
            self.form = form
        }
    }

    let kind: Fact.Kind
    /// Columns: the cluster or NULL, from, until, then `identity` and `state`. Ordered so that one object's rows follow in time.
    let sql: String
    /// The columns that say which object it is.
    let identity: [Content]
    /// The columns that say in what state.
    let state: [Field]

    /// Every table that holds facts.
    static let all: [FactTable] = [
        FactTable(
            .coverage, .coverage, cluster: "cluster_id", [("kind_id", .named(.kind)), ("namespace_id", .named(.namespace))]),
        FactTable(
            .followed, .followed, cluster: "cluster_id", learntAt: "snapshot_id",
            [("kind_id", .named(.kind)), ("namespace_id", .named(.namespace))]),
        FactTable(.workload, .workload, [("workload_id", .named(.workload))]),
        FactTable(.container, .container, [("container_id", .named(.container))]),
        FactTable(.imageStream, .imageStream, [("image_stream_id", .named(.imageStream))]),
        FactTable(.istag, .istag, [("istag_id", .named(.istag))]),
        FactTable(
            .revision, .revision, learntAt: "first_snapshot", [("istag_id", .named(.istag)), ("sequence", .plain)],
            and: [("line", Field("line", .value(.plain))), ("after_snapshot", Field("after", .value(.named(.snapshot))))]),
        FactTable(
            kind: .internalRegistry,
            sql: "SELECT cluster_id, from_snapshot, NULL, registry_id FROM internal_registry ORDER BY cluster_id, registry_id",
            identity: [.named(.registry)], state: []),
        FactTable(.image, .image, learntAt: "first_snapshot", [("digest_id", .named(.digest))]),
        FactTable(
            kind: .firstSighting,
            sql: "SELECT NULL, first_snapshot, NULL, digest_id, last_snapshot FROM first_sighting ORDER BY digest_id",
            identity: [.named(.digest)], state: [Field("last", .value(.named(.snapshot)))]),
        FactTable(
            .running, .running,
            [("container_id", .named(.container)), ("naming", .plain), ("digest_id", .named(.digest))]),
        FactTable(
            kind: .imagePart,
            sql: "SELECT NULL, first_snapshot, NULL, digest_id, part_id, local FROM image_part ORDER BY digest_id, part_id",
            identity: [.named(.digest), .named(.digest)], state: [Field("local", .flag)]),
    ]
}

extension FactTable {
    /// A table whose columns an object's field list gives.
    ///
    /// - Parameters:
    ///   - cluster: The column that names the cluster, where there is one.
    ///   - learnt: The column that names the snapshot, of a table whose rows are no intervals.
    ///   - identity: The columns that say which object it is.
    ///   - more: Columns that say in what state and are in no list.
    init(
        _ kind: Fact.Kind, _ table: StateTable, cluster: String = "NULL", learntAt learnt: String? = nil,
        _ identity: [(name: String, content: Content)], and more: [(name: String, field: Field)] = []
    ) {
        let names = identity.map(\.name)
        let times = learnt.map { "\($0), NULL" } ?? "from_snapshot, until_snapshot"
        let columns = names + table.columns.map(\.name) + more.map(\.name)
        let order = (cluster == "NULL" ? [] : [cluster]) + names + (learnt == nil ? ["from_snapshot"] : [])
        self.init(
            kind: kind,
            sql: """
                SELECT \(cluster), \(times), \(columns.joined(separator: ", "))
                FROM \(table.name) ORDER BY \(order.joined(separator: ", "))
                """,
            identity: identity.map(\.content), state: table.columns.map(Field.init) + more.map(\.field))
    }
}

extension FactTable.Field {
    fileprivate init(_ column: StateTable.Column) {
        let form: Form =
            switch column.content {
            case .plain, .sourceName: .value(.plain)
            case .flag: .flag
            case .text: .value(.named(.text))
            case .digest: .value(.named(.digest))
            case .reference: .value(.named(.reference))
            case .image: .image
            case .atDigest: .atDigest
            case .outcome: .value(.named(.outcome))
            case .tag: .nested(.istag)
            case .source: .fields(.source)
            }
        self.init(column.field, form)
    }
}
