// swift-tools-version: 6.2
import PackageDescription

// Data flows one way: CSQLite → SQLite → Record → Questions → Words → Report → Web → Service → isinventory, and Model → Collector → Service;
// `migrations` feeds Record, `ClusterAPI` feeds Collector, and all of them know Model.
// Targets are the only thing that keeps a direction in Swift, so each room of the design is one.

let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "isinventory",
    products: [
        .executable(name: "isinventory", targets: ["isinventory"]),
        .executable(name: "isinventory-fleet", targets: ["isinventory-fleet"]),
        .library(name: "Inventory", targets: ["Model", "Record", "Questions"]),
        .library(name: "Collector", targets: ["Collector", "CollectorWords"]),
        .library(name: "Report", targets: ["Report"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", exact: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CProcess"),
        .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        // Debian's libarchive is opened when something packed is read; only its header is needed to build.
        .target(name: "CArchive"),
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),
        // Linked in from Debian's static archive: the shared library would cost every start half a millisecond.
        .target(name: "CLibcrypto", linkerSettings: [.linkedLibrary(":libcrypto.a")]),
        .target(name: "Hashing", dependencies: ["CLibcrypto"], swiftSettings: house),
        .plugin(name: "EmbedMigrations", capability: .buildTool()),
        .target(name: "Migrations", path: "migrations", swiftSettings: house, plugins: ["EmbedMigrations"]),
        .target(name: "CPageSums", dependencies: ["CSQLite"]),
        // What is done to any text: compared by its bytes, hashed, written as JSON.
        .target(name: "Texts", swiftSettings: house),
        .target(name: "SQLite", dependencies: ["CPageSums", "CSQLite", "Texts"], swiftSettings: house),
        // The inventory's rooms: values, what is kept of them, what can be asked.
        .target(name: "Model", dependencies: ["Texts"], path: "Sources/Inventory/Model", swiftSettings: house),
        .target(
            name: "Judging", dependencies: ["Model", "Texts"], path: "Sources/Inventory/Judging", swiftSettings: house),
        .target(
            name: "Record",
            dependencies: ["Judging", "Model", "SQLite", "Migrations", "CLibcrypto", "Hashing", "Texts"],
            path: "Sources/Inventory/Record", swiftSettings: house),
        .target(
            name: "Questions", dependencies: ["Model", "Record", "SQLite", "Texts"],
            path: "Sources/Inventory/Questions", swiftSettings: house),
        // The sentences that people are told: rooms below carry codes and values.
        .target(
            name: "Words", dependencies: ["Judging", "Model", "Questions", "Record"],
            exclude: ["Cluster", "Collecting", "Fleet", "Service"], swiftSettings: house),
        // The same of the rooms that reach a cluster, apart since whoever only asks a record needs neither.
        .target(
            name: "ClusterWords", dependencies: ["ClusterAPI", "Texts"], path: "Sources/Words/Cluster", swiftSettings: house),
        .target(
            name: "ClusterAPI",
            dependencies: [
                "Texts",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationEssentialsCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: house),
        .target(
            name: "Collector",
            dependencies: [
                "ClusterAPI", "Model", "Record", "CArchive", "CSimdjson", "Texts",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: house),
        // What is said of collecting: why a source was not read, what was doubted of it, what doctor found.
        .target(
            name: "CollectorWords",
            dependencies: ["ClusterAPI", "ClusterWords", "Collector", "Model", "Record", "Texts", "Words"],
            path: "Sources/Words/Collecting", swiftSettings: house),
        // What is told by a collector that goes on by itself: its log, its figures, its webhook.
        .target(
            name: "ServiceWords", dependencies: ["Model", "Questions", "Record", "Words"], path: "Sources/Words/Service",
            swiftSettings: house),
        // Keeping on: when to collect next, and what a monitor may ask meanwhile.
        .target(
            name: "Service",
            dependencies: [
                "Collector", "CollectorWords", "Model", "Questions", "Record", "Report", "ServiceWords", "Texts", "Web", "Words",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: house),
        .target(
            name: "Report",
            dependencies: ["Judging", "Model", "Questions", "Record", "Texts", "Words", .product(name: "Yams", package: "Yams")],
            swiftSettings: house),
        // The record's rows into a server that speaks PostgreSQL, and questions asked there.
        .target(
            name: "Publish", dependencies: ["CPostgreSQL", "Model", "Questions", "Record", "SQLite", "Texts", "Words"],
            swiftSettings: house),
        .target(
            name: "FleetWords", dependencies: ["Model", "Publish"], path: "Sources/Words/Fleet", swiftSettings: house),
        // A program of its own beside isinventory, so that whoever never publishes needs no libpq.
        .executableTarget(
            name: "isinventory-fleet",
            dependencies: ["CProcess", "FleetWords", "Model", "Publish", "Questions", "Record", "Words"],
            swiftSettings: house),
        // The record in a browser, and its JSON API.
        .target(
            name: "Web",
            dependencies: [
                "Hashing", "Model", "Questions", "Record", "Report", "Texts", "Words",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: house),
        .executableTarget(
            name: "isinventory",
            dependencies: [
                "CProcess", "ClusterAPI", "ClusterWords", "Collector", "CollectorWords", "Model", "Questions", "Record", "Report",
                "Service", "Web", "Words",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: house),
        // Makes the large files that benchmarks and torture runs need; no part of the product.
        .executableTarget(
            name: "make-year", dependencies: ["Model", "Questions", "Record"], path: "Tests/Support/MakeYear",
            swiftSettings: house),
        // An API server of the tests' own: answers as real ones do, and goes wrong on demand.
        .systemLibrary(name: "CZlib", path: "Tests/Support/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "FakeCluster",
            dependencies: [
                "CZlib", "Texts",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Tests/Support/FakeCluster", resources: [.copy("Data")], swiftSettings: house),
        .executableTarget(
            name: "fake-cluster", dependencies: ["FakeCluster"], path: "Tests/Support/FakeClusterServer",
            swiftSettings: house),
        .target(
            name: "Histories", dependencies: ["Model", "Questions", "Record", "Texts"], path: "Tests/Support/Histories",
            swiftSettings: house),
        .target(name: "RawHTTP", path: "Tests/Support/RawHTTP", swiftSettings: house),
        // Calls to the disk that go wrong on demand, beneath SQLite.
        .target(name: "CFaultVFS", dependencies: ["CSQLite"], path: "Tests/Support/CFaultVFS"),
        // What is killed in the middle of its work, and what asks damaged files: a process of its own, since it may not survive.
        .executableTarget(
            name: "fault-worker", dependencies: ["CFaultVFS", "Histories", "Model", "Questions", "Record", "Words"],
            path: "Tests/Support/FaultWorker",
            swiftSettings: house),
        .testTarget(
            name: "FaultTests",
            dependencies: [
                "CFaultVFS", "Histories", "Model", "Questions", "Record", "SQLite", "Words", "fault-worker", "isinventory",
            ],
            swiftSettings: house),
        .testTarget(
            name: "ClusterAPITests",
            dependencies: ["ClusterAPI", "ClusterWords", "FakeCluster", .product(name: "Logging", package: "swift-log")],
            swiftSettings: house),
        .testTarget(
            name: "ServiceTests",
            dependencies: [
                "FakeCluster", "Model", "Questions", "RawHTTP", "Record", "SQLite", "Service", "Web", "isinventory",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            exclude: ["Data"], swiftSettings: house),
        .testTarget(name: "TextsTests", dependencies: ["Texts"], swiftSettings: house),
        .testTarget(name: "SQLiteTests", dependencies: ["CPageSums", "CSQLite", "SQLite"], swiftSettings: house),
        .testTarget(
            name: "InventoryTests",
            dependencies: [
                "CSQLite", "Hashing", "Histories", "Model", "Questions", "Record", "SQLite", "Migrations", "Texts", "Words",
            ],
            exclude: ["Plans/plans.txt"], resources: [.copy("Data")], swiftSettings: house),
        .testTarget(
            name: "CollectorTests",
            dependencies: [
                "ClusterAPI", "ClusterWords", "Collector", "CollectorWords", "FakeCluster", "Model", "Questions", "Record",
                "Texts", "Words",
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.copy("Data")], swiftSettings: house),
        .testTarget(
            name: "ReportTests",
            dependencies: [
                "Report", "Collector", "CollectorWords", "Judging", "Model", "Questions", "Record", "Texts", "Words",
                .product(name: "Yams", package: "Yams"),
            ],
            exclude: ["Golden"], swiftSettings: house),
        .testTarget(
            name: "FleetTests",
            dependencies: [
                "FleetWords", "Histories", "Model", "Publish", "Questions", "Record", "SQLite", "Words", "isinventory",
                "isinventory-fleet",
            ], swiftSettings: house),
        // Replays what the fuzzers of `Fuzz` found, through their own entries.
        .testTarget(
            name: "FuzzCorpusTests", dependencies: ["Collector", "Model", "Questions", "Record", "SQLite"], swiftSettings: house),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Histories", "Model", "Questions", "RawHTTP", "Record", "Report", "Texts", "Web", "Words", "isinventory",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: house),
        .testTarget(
            name: "CommandTests", dependencies: ["FakeCluster", "isinventory", "Model", "Questions", "Record", "Report"],
            exclude: ["Doctor", "Released"], swiftSettings: house),
    ]
)
