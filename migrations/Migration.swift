/// One step from one version of the file's schema to the next; `Migrations.all` holds them in order.
public struct Migration: Sendable {
    /// The file's name without its ending: `0001_record`.
    public let name: String
    /// The script, run in one transaction.
    public let sql: String
}

extension Migration {
    /// Every file of `migrations/`, in the order of their numbers.
    public static let all: [Migration] = embedded.map { Migration(name: $0.name, sql: $0.sql) }
}
