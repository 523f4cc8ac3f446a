package import Hummingbird

/// What every page and answer of the API knows of the request it answers.
package typealias Request = Hummingbird.Request
