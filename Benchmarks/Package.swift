// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that who builds isinventory builds none of this.

let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "isinventory", path: "..")],
    targets: [
        .target(
            name: "LivingCluster", dependencies: [.product(name: "Inventory", package: "isinventory")],
            swiftSettings: house),
        .executableTarget(
            name: "bench", dependencies: ["LivingCluster", .product(name: "Inventory", package: "isinventory")],
            swiftSettings: house),
    ]
)
