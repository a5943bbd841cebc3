/// Models that LIBSVM has written, with what it says of four samples. Made by Scripts/reference-values/support_vectors.py with
/// libsvm-official 3.37.0.
struct LIBSVMModelFile: Sendable, CustomStringConvertible {
  let description: String
  let text: String
  /// For the label that the file names first.
  let decisionValues: [Double]
  /// Of label 1.
  let probabilities: [Double]

  /// Label 0 first; left-out zeros.
  static let radialBasis = LIBSVMModelFile(
    description: "rbf",
    text: """
      svm_type c_svc
      kernel_type rbf
      gamma 0.5
      nr_class 2
      total_sv 11
      rho -0.63231075730913811
      label 0 1
      probA -1.2436962761307375
      probB 0.024510813973674071
      nr_sv 5 6
      SV
      3 1:-1 2:-0.625 3:-0.25
      2.0339121613006492 1:-0.125 2:0.75 3:-0.5
      3 1:0.875 2:0.5 3:0.125
      2.6611109449422492 1:0.5 2:-1 3:-0.375
      0.36479511896798383 1:-0.75 2:0.375 3:-0.625
      -0.69428124972608407 1:-0.875 2:-0.125 3:0.625
      -1.434356503123309 2:-0.875 3:0.375
      -3 1:-0.375 2:-0.25 3:-0.125
      -2.412922184008595 1:1 2:1 3:1
      -0.51825828835289323 1:0.625 2:-0.5 3:0.5
      -3 1:0.25 2:0.125

      """,
    decisionValues: [
      -0.7173447634414362, 0.8707070629946622, 0.9999999654601807, 1.2458178305681855,
    ],
    probabilities: [
      0.7143630739379883, 0.25761833469879725, 0.2280798334314914, 0.17873990131032902,
    ])

  /// Label 1 first, then -1.
  static let polynomial = LIBSVMModelFile(
    description: "polynomial",
    text: """
      svm_type c_svc
      kernel_type polynomial
      degree 2
      gamma 0.5
      coef0 1
      nr_class 2
      total_sv 10
      rho -0.10066393527748901
      label 1 -1
      probA -1.8983317905007557
      probB -0.126676048466075
      nr_sv 6 4
      SV
      0.17601493218715153 1:-0.875 2:-0.125 3:0.625
      1 2:-0.875 3:0.375
      1 1:-0.375 2:-0.25 3:-0.125
      0.36117017618523028 1:1 2:1 3:1
      0.25564292001724886 1:0.625 2:-0.5 3:0.5
      1 1:0.25 2:0.125
      -1 1:-1 2:-0.625 3:-0.25
      -0.79282802838963062 1:-0.125 2:0.75 3:-0.5
      -1 1:0.875 2:0.5 3:0.125
      -1 1:0.5 2:-1 3:-0.375

      """,
    decisionValues: [
      0.036522036159452764, -0.5460251835759515, -1.0000000035674996, -1.4218093915881072,
    ],
    probabilities: [
      0.5488454659588737, 0.2870282989935011, 0.14533654123600942, 0.07093663571513907,
    ])

  static let linear = LIBSVMModelFile(
    description: "linear",
    text: """
      svm_type c_svc
      kernel_type linear
      nr_class 2
      total_sv 10
      rho -0.058823528934820499
      label 1 -1
      probA -1.4829484425795665
      probB 0.083036639608996168
      nr_sv 5 5
      SV
      0.99744299315431639 2:-0.875 3:0.375
      1 1:-0.375 2:-0.25 3:-0.125
      0.10726646195270993 1:1 2:1 3:1
      0.50255699202847604 1:0.625 2:-0.5 3:0.5
      1 1:0.25 2:0.125
      -1 1:-1 2:-0.625 3:-0.25
      -0.60290309570347356 1:-0.125 2:0.75 3:-0.5
      -1 1:0.875 2:0.5 3:0.125
      -1 1:0.5 2:-1 3:-0.375
      -0.004363351432028699 1:-0.75 2:0.375 3:-0.625

      """,
    decisionValues: [
      -4.392835074862322e-09, 1.0475821390909523e-08, -1.0000000040540262, -1.0000000263570106,
    ],
    probabilities: [
      0.479252758265012, 0.47925276376788367, 0.1727895026102278, 0.17278949788282708,
    ])

  static let all = [radialBasis, polynomial, linear]
}
