/// The errors of a real API server, in its own words.
extension Answer {
    static var unauthorized: Answer { .failure(401, "Unauthorized", "Unauthorized") }

    static func forbidden(_ access: Access, user: String) -> Answer {
        let qualified = access.group.isEmpty ? access.resource : "\(access.resource).\(access.group)"
        let object = access.name.map { " \(quoted($0))" } ?? ""
        let place = access.namespace.map { "in the namespace \(quoted($0))" } ?? "at the cluster scope"
        var details = access.name.map { #""name":\#(quoted($0)),"# } ?? ""
        if !access.group.isEmpty { details += #""group":"\#(access.group)","# }
        var answer = Answer.failure(
            403, "Forbidden",
            "\(qualified)\(object) is forbidden: User \(quoted(user)) cannot \(access.verb) resource \(quoted(access.resource)) "
                + "in API group \(quoted(access.group)) \(place)",
            details: details + #""kind":"\#(access.resource)""#)
        answer.headers.append(("x-content-type-options", "nosniff"))
        return answer
    }

    static func forbiddenPath(_ path: String, user: String) -> Answer {
        .failure(403, "Forbidden", "forbidden: User \(quoted(user)) cannot get path \(quoted(path))", details: "")
    }

    /// A group, version or kind that is not there.
    static var absent: Answer { .text(404, "404 page not found\n") }

    static func notFound(_ resource: Resource, _ name: String) -> Answer {
        let group = resource.group.isEmpty ? "" : #""group":"\#(resource.group)","#
        return .failure(
            404, "NotFound", "\(resource.qualifiedName) \(quoted(name)) not found",
            details: #""name":\#(quoted(name)),\#(group)"kind":"\#(resource.plural)""#)
    }

    static func badToken(_ text: String) -> Answer {
        .failure(
            400, "BadRequest",
            "invalid continue token: continue key is not valid: invalid character '¥' looking for beginning of value")
    }

    /// 410, with the token to go on inconsistently where the server gives one.
    static func expired(_ token: ContinueToken?) -> Answer {
        guard let token else {
            return .failure(410, "Expired", "The resourceVersion for the provided list is too old.")
        }
        return .failure(
            410, "Expired",
            "The provided continue parameter is too old to display a consistent list result. You can start a new list without "
                + "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. "
                + "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or "
                + "deleted between the time the first chunk was returned and now may show up in the list.",
            metadata: #""continue":"\#(token.text)""#)
    }

    static func tooManyRequests(retryAfter seconds: Int?) -> Answer {
        var answer = Answer.failure(
            429, "TooManyRequests", "too many requests, please try again later",
            details: seconds.map { #""retryAfterSeconds":\#($0)"# } ?? "")
        if let seconds { answer.headers.append(("retry-after", "\(seconds)")) }
        return answer
    }

    /// What the aggregator says where the server behind it is down.
    static func unreachable(retryAfter seconds: Int? = nil) -> Answer {
        var answer = Answer.text(
            503, "error trying to reach service: dial tcp 127.0.0.1:18443: connect: connection refused\n")
        if let seconds { answer.headers.append(("retry-after", "\(seconds)")) }
        return answer
    }

    static var notAllowed: Answer {
        .failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource")
    }

    static func unwatchable(_ resource: Resource) -> Answer {
        .failure(
            405, "MethodNotAllowed", "watch is not supported on resources of kind \"\(resource.qualifiedName)\"",
            details: #""group":"\#(resource.group)","kind":"\#(resource.plural)""#)
    }

    static func redirect(to address: String) -> Answer {
        var answer = Answer(status: 302, "")
        answer.headers.append(("location", address))
        return answer
    }

    static var loginPage: Answer {
        var answer = Answer(
            "<!DOCTYPE html>\n<html><head><title>Log in</title></head><body><form method=\"post\"><h1>Log in to your account"
                + "</h1></form></body></html>\n")
        answer.contentType = "text/html; charset=utf-8"
        return answer
    }
}
