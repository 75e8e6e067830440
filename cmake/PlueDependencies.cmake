# Every third-party dependency, as an imported or wrapped target, in one place.
# utils/setup.sh installs what is named here.

# LLVM: the ADT and Support libraries only. Linked by name rather than through
# LLVM's own CMake targets, which insist on shared zlib and zstd.
find_package(LLVM 19.1 REQUIRED CONFIG)
find_library(PLUE_LLVM_SUPPORT libLLVMSupport.a HINTS ${LLVM_LIBRARY_DIRS}
             NO_DEFAULT_PATH REQUIRED)
find_library(PLUE_LLVM_DEMANGLE libLLVMDemangle.a HINTS ${LLVM_LIBRARY_DIRS}
             NO_DEFAULT_PATH REQUIRED)
add_library(plue_llvm INTERFACE)
add_library(Plue::LLVM ALIAS plue_llvm)
target_include_directories(plue_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
target_link_libraries(plue_llvm INTERFACE
  ${PLUE_LLVM_SUPPORT} ${PLUE_LLVM_DEMANGLE} z zstd tinfo pthread dl)

# LLVM's header checks that both sides agree about assertions, and Debian's
# library was built without them.
target_compile_definitions(plue_llvm INTERFACE
  LLVM_DISABLE_ABI_BREAKING_CHECKS_ENFORCING=1)

# FlatBuffers: header-only for us, and the schema compiler.
find_program(PLUE_FLATC flatc REQUIRED)
find_path(PLUE_FLATBUFFERS_INCLUDE flatbuffers/flatbuffers.h REQUIRED)
add_library(plue_flatbuffers INTERFACE)
add_library(Plue::FlatBuffers ALIAS plue_flatbuffers)
target_include_directories(plue_flatbuffers SYSTEM INTERFACE
  ${PLUE_FLATBUFFERS_INCLUDE})

# yaml-cpp: its headers need exceptions; only lib/Config uses it.
find_package(yaml-cpp 0.7 REQUIRED)
find_library(PLUE_YAML_CPP_STATIC libyaml-cpp.a)
add_library(plue_yaml INTERFACE)
add_library(Plue::Yaml ALIAS plue_yaml)
if(PLUE_YAML_CPP_STATIC)
  target_link_libraries(plue_yaml INTERFACE ${PLUE_YAML_CPP_STATIC})
else()
  target_link_libraries(plue_yaml INTERFACE yaml-cpp)
endif()

# tree-sitter: the runtime and the grammars come from npm as C sources.
set(PLUE_NODE_MODULES "${PROJECT_SOURCE_DIR}/node_modules")
if(NOT EXISTS "${PLUE_NODE_MODULES}/tree-sitter-python/src/parser.c")
  message(FATAL_ERROR "The grammars are missing: run utils/setup.sh first.")
endif()

set(runtime "${PLUE_NODE_MODULES}/tree-sitter/vendor/tree-sitter/lib")
add_library(plue_tree_sitter STATIC "${runtime}/src/lib.c")
target_include_directories(plue_tree_sitter SYSTEM
  PUBLIC "${runtime}/include" PRIVATE "${runtime}/src")
target_compile_definitions(plue_tree_sitter PRIVATE
  _POSIX_C_SOURCE=200112L _DEFAULT_SOURCE)
target_compile_options(plue_tree_sitter PRIVATE -w)
if(PLUE_SANITIZE AND CMAKE_C_COMPILER_ID MATCHES "Clang")
  # It calls scanners by pointers to functions of unspecified parameters.
  target_compile_options(plue_tree_sitter PRIVATE -fno-sanitize=function)
endif()

function(plue_add_grammar name)
  set(src "${PLUE_NODE_MODULES}/tree-sitter-${name}/src")
  add_library(plue_grammar_${name} STATIC "${src}/parser.c" "${src}/scanner.c")
  target_include_directories(plue_grammar_${name} SYSTEM PRIVATE "${src}")
  # The tables gain nothing from the optimiser; it only costs build time.
  target_compile_options(plue_grammar_${name} PRIVATE -w -O1 -g0)
  target_link_libraries(plue_grammar_${name} PUBLIC plue_tree_sitter)
endfunction()
plue_add_grammar(python)
plue_add_grammar(bash)

# Python generates the Unicode tables and runs the tests.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

if(PLUE_BUILD_TESTS)
  find_package(GTest 1.12 REQUIRED)
  find_package(benchmark 1.7 REQUIRED)
  find_program(PLUE_FILECHECK NAMES FileCheck-19 FileCheck
               HINTS ${LLVM_TOOLS_BINARY_DIR} REQUIRED)
  find_file(PLUE_LIT lit.py HINTS "${LLVM_TOOLS_BINARY_DIR}/../build/utils/lit"
            REQUIRED)
endif()
