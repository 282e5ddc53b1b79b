// What this computer says of itself that bears on real time: kernel, cores, clocks.

import Foundation

/// How far a computer is set up for real time. A figure that it does not tell is nil.
public struct RealTimeSystem: Equatable, Sendable {
  /// The kernel's version, such as `6.12.47-rt`.
  public var kernel: String
  /// The kernel can interrupt itself almost everywhere (PREEMPT_RT).
  public var hasRealTimeKernel: Bool
  public var cores: Int
  /// Cores that the scheduler leaves alone, as the kernel lists them: `3`, `2-3`; empty where there are none.
  public var isolatedCores: String
  /// How cores change their clock, such as `performance` or `ondemand`.
  public var governor: String?

  public init(
    kernel: String, hasRealTimeKernel: Bool, cores: Int, isolatedCores: String = "", governor: String? = nil
  ) {
    self.kernel = kernel
    self.hasRealTimeKernel = hasRealTimeKernel
    self.cores = cores
    self.isolatedCores = isolatedCores
    self.governor = governor
  }

  /// This computer.
  public static var here: RealTimeSystem {
    func line(_ path: String) -> String? {
      (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    return RealTimeSystem(
      kernel: line("/proc/sys/kernel/osrelease") ?? "",
      hasRealTimeKernel: line("/sys/kernel/realtime") == "1"
        || line("/proc/sys/kernel/version")?.contains("PREEMPT_RT") == true,
      cores: sysconf(Int32(_SC_NPROCESSORS_ONLN)),
      isolatedCores: line("/sys/devices/system/cpu/isolated") ?? "",
      governor: line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"))
  }
}
