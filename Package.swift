// swift-tools-version: 6.2
import PackageDescription

// Data flows one way: CSQLite → SQLite → Inventory → {Collector, Report} → isinventory, and `migrations` feeds Inventory.
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
        .library(name: "Inventory", targets: ["Inventory"]),
        .library(name: "Collector", targets: ["Collector"]),
        .library(name: "Report", targets: ["Report"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),
        .plugin(name: "EmbedMigrations", capability: .buildTool()),
        .target(name: "Migrations", path: "migrations", swiftSettings: house, plugins: ["EmbedMigrations"]),
        .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: house),
        .target(
            name: "Inventory",
            dependencies: ["SQLite", "Migrations", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: house),
        .target(
            name: "Collector",
            dependencies: ["Inventory", "CSimdjson", .product(name: "Yams", package: "Yams")],
            swiftSettings: house),
        .target(
            name: "Report", dependencies: ["Inventory", .product(name: "Yams", package: "Yams")], swiftSettings: house),
        .executableTarget(
            name: "isinventory",
            dependencies: [
                "Inventory", "Collector", "Report",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: house),
        // Makes the large files that benchmarks and torture runs need; no part of the product.
        .executableTarget(
            name: "make-year", dependencies: ["Inventory"], path: "Tests/Support/MakeYear", swiftSettings: house),
        .testTarget(name: "SQLiteTests", dependencies: ["SQLite"], swiftSettings: house),
        .testTarget(
            name: "InventoryTests", dependencies: ["Inventory", "SQLite", "Migrations"], resources: [.copy("Data")],
            swiftSettings: house),
        .testTarget(
            name: "CollectorTests", dependencies: ["Collector", "Inventory"], resources: [.copy("Data")],
            swiftSettings: house),
        .testTarget(
            name: "ReportTests",
            dependencies: ["Report", "Collector", "Inventory", .product(name: "Yams", package: "Yams")],
            exclude: ["Golden"], swiftSettings: house),
        .testTarget(name: "CommandTests", dependencies: ["isinventory", "Inventory", "Report"], swiftSettings: house),
    ]
)
