import FactorAnalysis

extension MapOptions {
  private static let counts = 2...9

  init(_ node: StudyNode) throws {
    let members = try node.members(
      ["classes", "method", "breaks", "shares", "agreement", "pictures"],
      "{ classes: 5, method: natural | quantile | equal | geometric | landslide-share }")
    self.init(
      scheme: try Self.scheme(members),
      hasAgreement: try members["agreement"]?.bool() ?? false,
      hasPictures: try members["pictures"]?.bool() ?? true)
  }

  private static func scheme(_ members: StudyMembers) throws -> Scheme {
    let classes = try members["classes"]?.integer(in: counts, "2 to 9 classes")
    func check(_ node: StudyNode, makes count: Int) throws {
      guard counts.contains(count) else {
        throw node.error("makes \(count) classes, expected 2 to 9")
      }
      if let classes, classes != count {
        throw node.error("makes \(count) classes, but classes is \(classes): leave one of them out")
      }
    }
    if let node = members["breaks"] {
      if let method = members["method"] ?? members["shares"] {
        throw method.error(
          "stands beside breaks, which are all that decides: leave one of them out")
      }
      let limits = try node.list("rising probabilities such as [0.2, 0.4, 0.6, 0.8]").map {
        try $0.number(in: 0...1, "a probability between 0 and 1")
      }
      guard zip([0] + limits, limits + [1]).allSatisfy(<) else {
        throw node.error("is \(limits), expected rising probabilities between 0 and 1")
      }
      try check(node, makes: limits.count + 1)
      return .limits(limits)
    }
    if let node = members["method"], try node.text() == Scheme.landslideSharesName {
      return .landslideShares(try shares(members, method: node, classes: classes, check))
    }
    if let node = members["shares"] {
      throw node.error("needs method: \(Scheme.landslideSharesName)")
    }
    let method = try members["method"]?.choice(of: BreakMethod.self) ?? .natural
    return .breaks(method, classes: classes ?? 5)
  }

  private static func shares(
    _ members: StudyMembers, method: StudyNode, classes: Int?,
    _ check: (StudyNode, Int) throws -> Void
  ) throws -> [Double] {
    guard let node = members["shares"] else {
      guard (classes ?? usualShares.count) == usualShares.count else {
        throw method.error(
          "has shares for \(usualShares.count) classes only: say shares: [...], the most "
            + "susceptible class first")
      }
      return usualShares
    }
    let shares = try node.list("shares of the landslides such as \(usualShares)").map {
      try $0.number(in: 0...1, "a share above 0 and at most 1")
    }
    let sum = shares.reduce(0, +)
    guard shares.allSatisfy({ $0 > 0 }), abs(sum - 1) < 1e-6 else {
      throw node.error("is \(shares), expected shares above 0 that sum to 1, found \(sum)")
    }
    try check(node, shares.count)
    return shares
  }
}
