import LearningCore

/// A support vector machine in the formats of LIBSVM's programs.
///
/// ```
/// svm-scale -r ranges samples > scaled      only with ranges
/// svm-predict scaled model predictions
/// ```
/// LIBSVM's models know no standardisation. That of a linear kernel goes into the support vectors, and means go into those of an
/// RBF kernel whose columns are not scaled; these models take samples as they are. For others the support vectors are the
/// standardised ones, and ``ranges`` tells svm-scale how to standardise samples.
public struct LIBSVMFiles: Equatable, Sendable {
  /// The model, as `svm_save_model` writes it: labels 1 (landslide) and 0, with probabilities.
  public let model: String
  /// The ranges of the columns, as `svm-scale -s` writes them, such that -1...1 is mean minus and plus standard deviation; `nil`
  /// when the model takes samples as they are. svm-scale itself writes six digits, which moves decisions by about 1e-5.
  public let ranges: String?

  /// The files of a machine.
  public init(_ machine: SupportVectorMachineModel) {
    let folded = FoldedMachine(machine)
    ranges = folded.isFolded ? nil : Self.ranges(machine.standardization)
    // Support vectors of the first label come first.
    let landslides = machine.coefficients.indices.filter { machine.coefficients[$0] > 0 }
    let absences = machine.coefficients.indices.filter { !(machine.coefficients[$0] > 0) }
    var lines = ["svm_type c_svc"]
    lines += Self.kernelLines(machine.kernel)
    lines += [
      "nr_class 2", "total_sv \(machine.supportVectorCount)", "rho \(-folded.bias)", "label 1 0",
      "probA \(machine.probabilityScaling.slope)", "probB \(machine.probabilityScaling.offset)",
      "nr_sv \(landslides.count) \(absences.count)", "SV",
    ]
    for vector in landslides + absences {
      let features = (0..<machine.columns).compactMap { column in
        folded.text(vector, column).map { "\(column + 1):\($0)" }
      }
      lines.append((["\(machine.coefficients[vector])"] + features).joined(separator: " ") + " ")
    }
    model = lines.joined(separator: "\n") + "\n"
  }

  private static func kernelLines(_ kernel: ResolvedKernel) -> [String] {
    switch kernel {
    case .linear: ["kernel_type linear"]
    case .radialBasis(let gamma): ["kernel_type rbf", "gamma \(gamma)"]
    case .polynomial(let degree, let gamma, let coefficient):
      ["kernel_type polynomial", "degree \(degree)", "gamma \(gamma)", "coef0 \(coefficient)"]
    }
  }

  private static func ranges(_ standardization: Standardization) -> String {
    // svm-scale maps minimum...maximum to -1...1.
    let columns = zip(standardization.means, standardization.scales).enumerated().map {
      "\($0.offset + 1) \($0.element.0 - $0.element.1) \($0.element.0 + $0.element.1)"
    }
    return (["x", "-1 1"] + columns).joined(separator: "\n") + "\n"
  }
}

/// A machine whose standardisation is put into its support vectors where the kernel allows.
private struct FoldedMachine {
  let isFolded: Bool
  let bias: Double
  private let machine: SupportVectorMachineModel
  private let isLinear: Bool

  init(_ machine: SupportVectorMachineModel) {
    self.machine = machine
    let standardization = machine.standardization
    let isUnscaled = standardization.scales.allSatisfy { $0 == 1 }
    let isCentered = standardization.means.contains { $0 != 0 }
    isLinear = machine.kernel == .linear
    switch machine.kernel {
    case .linear:
      // sum c v.(x - m) / s = sum c (v / s).x - sum c (v / s).m
      isFolded = true
      var shift = 0.0
      for (vector, coefficient) in machine.coefficients.enumerated() {
        for column in 0..<machine.columns {
          shift +=
            coefficient * Double(machine.supportVectors[vector, column])
            / standardization.scales[column] * standardization.means[column]
        }
      }
      bias = machine.bias - shift
    case .radialBasis:
      isFolded = isUnscaled
      bias = machine.bias
    case .polynomial:
      isFolded = isUnscaled && !isCentered
      bias = machine.bias
    }
  }

  /// The value of a support vector, or `nil` for 0, which the format leaves out.
  func text(_ vector: Int, _ column: Int) -> String? {
    let value = Double(machine.supportVectors[vector, column])
    let standardization = machine.standardization
    if isLinear { return value == 0 ? nil : "\(value / standardization.scales[column])" }
    // The sample as it was: in single precision the means leave nothing behind.
    let sample = Float(isFolded ? value + standardization.means[column] : value)
    return sample == 0 ? nil : "\(sample)"
  }
}
