# Build-wide options. None of them changes what a plan means.
option(PLUE_BUILD_TESTS "Build the unit tests and the lit suite" ON)
option(PLUE_ASSERTIONS "Keep assert() whatever the build type" OFF)
option(PLUE_WERROR "Treat warnings as errors" OFF)
option(PLUE_STATIC "Link the tools statically: they start faster" OFF)
option(PLUE_FUZZ "Make the fuzzers search for inputs (clang only)" OFF)
set(PLUE_SANITIZE "" CACHE STRING "Value for -fsanitize=, empty for none")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")

find_program(PLUE_CCACHE ccache)
if(PLUE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${PLUE_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${PLUE_CCACHE}")
endif()

# Plans must not depend on where they were compiled, and neither should the
# compiler: no absolute source path ends up in a binary.
add_compile_options("-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.")
add_compile_options(-ffunction-sections -fdata-sections)
add_link_options(-Wl,--gc-sections)

if(PLUE_ASSERTIONS)
  string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELWITHDEBINFO
                 "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")
  # Line tables are enough for a stack trace and halve the link.
  string(REPLACE "-O2 -g" "-O1 -g1" CMAKE_CXX_FLAGS_RELWITHDEBINFO
                 "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")
endif()

if(PLUE_SANITIZE)
  add_compile_options("-fsanitize=${PLUE_SANITIZE}" -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options("-fsanitize=${PLUE_SANITIZE}")
  # GCC loses track of variables among the checks it has put in.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-maybe-uninitialized)
  endif()
endif()

if(PLUE_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "PLUE_FUZZ needs clang: use the preset `fuzz`.")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
