# shellcheck shell=bash
# Environment that the engine's native libraries read once, when they are loaded: sourced before a JVM starts.
# What the user set stands, but for OPENBLAS_CORETYPE; see ADR 0013.

# Between two kernels a thread stays awake for some microseconds: asleep at once (PASSIVE) it makes small kernels two to eight times slower,
# awake for long it starves a neighbour
if [ -z "${OMP_WAIT_POLICY:-}" ]; then
  unset OMP_WAIT_POLICY
  export GOMP_SPINCOUNT=${GOMP_SPINCOUNT:-2000}
fi
export OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-1}
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
[ -z "${GREATER_OPENBLAS_CORETYPE:-}" ] || export OPENBLAS_CORETYPE=$GREATER_OPENBLAS_CORETYPE
# buffers of some megabytes come and go with every layer: kept and in huge pages they cost no page faults
if [ -z "${GLIBC_TUNABLES:-}" ]; then
  export GLIBC_TUNABLES=glibc.malloc.hugetlb=1
  export MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-1073741824}
  export MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-1073741824}
  export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-1}
fi
