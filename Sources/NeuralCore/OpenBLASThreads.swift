import DenseAlgebra

/// Who looks after OpenBLAS's number of threads, which is one setting for the whole process.
public enum OpenBLASThreads {
  /// Whether Scarp holds OpenBLAS to one thread while its own threads call it, and restores the setting after.
  ///
  /// `true` by default. A host that sets the number itself turns this off once, before it fits or predicts anything;
  /// one thread is then the fastest setting for Scarp, and the one with which the same seed gives the same bytes. It holds for the networks and the support vector machine alike.
  public static var areManaged: Bool {
    get { BLAS.managesThreads }
    set { BLAS.managesThreads = newValue }
  }
}
