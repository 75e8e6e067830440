# plue_add_library, _tool, _unittest and _benchmark: the only ways a target of
# ours comes to be, so that flags and checks are the same for all.

set(PLUE_CXX_FLAGS -Wall -Wextra -Wpedantic -Wno-unused-parameter
                   -Wno-missing-field-initializers -Wno-restrict
                   -fno-exceptions -fvisibility=hidden)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  list(APPEND PLUE_CXX_FLAGS -Wno-unknown-warning-option)
endif()

# Fails the configuration when a source beside the CMakeLists.txt is not listed:
# an unlisted file is a file nobody builds.
function(plue_check_all_listed)
  file(GLOB present RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}"
       "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  foreach(source IN LISTS present)
    if(NOT source IN_LIST ARGN)
      message(SEND_ERROR "${CMAKE_CURRENT_SOURCE_DIR}/${source} is not listed")
    endif()
  endforeach()
endfunction()

function(plue_target_defaults target)
  target_include_directories(${target}
    PUBLIC "${PROJECT_SOURCE_DIR}/include" "${PROJECT_BINARY_DIR}/include")
  target_compile_options(${target} PRIVATE ${PLUE_CXX_FLAGS})
  if(PLUE_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# plue_add_library(Name SOURCES a.cpp… [PUBLIC dep…] [PRIVATE dep…] [EXCEPTIONS])
# makes the static library plueName, known as Plue::Name.
function(plue_add_library name)
  cmake_parse_arguments(arg "EXCEPTIONS" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  plue_check_all_listed(${arg_SOURCES})
  add_library(plue${name} STATIC ${arg_SOURCES})
  add_library(Plue::${name} ALIAS plue${name})
  plue_target_defaults(plue${name})
  if(arg_EXCEPTIONS)
    target_compile_options(plue${name} PRIVATE -fexceptions)
  endif()
  target_link_libraries(plue${name} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
endfunction()

# What every program gets.
function(plue_program_defaults target)
  plue_target_defaults(${target})
  if(PLUE_SANITIZE MATCHES "address")
    target_sources(${target}
      PRIVATE "${PROJECT_SOURCE_DIR}/cmake/SanitizerDefaults.cpp")
  endif()
endfunction()

# plue_add_tool(plue-name SOURCES main.cpp LIBRARIES dep…)
function(plue_add_tool name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  plue_program_defaults(${name})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES})
  if(PLUE_STATIC AND NOT PLUE_SANITIZE)
    target_link_options(${name} PRIVATE -static)
  endif()
  set_property(GLOBAL APPEND PROPERTY PLUE_TOOLS ${name})
endfunction()

# plue_add_unittest(Name SOURCES aTest.cpp… LIBRARIES dep…)
# makes NameTests, which ctest runs as one test of that name.
function(plue_add_unittest name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES" ${ARGN})
  plue_check_all_listed(${arg_SOURCES})
  add_executable(${name}Tests ${arg_SOURCES})
  plue_program_defaults(${name}Tests)
  target_link_libraries(${name}Tests PRIVATE ${arg_LIBRARIES} GTest::gmock
                        GTest::gtest_main)
  add_test(NAME unit-${name} COMMAND ${name}Tests)
  set_property(GLOBAL APPEND PROPERTY PLUE_UNITTESTS ${name}Tests)
endfunction()

# plue_add_benchmark(Name SOURCES aBenchmark.cpp… LIBRARIES dep…)
# makes NameBenchmarks, which is run by hand.
function(plue_add_benchmark name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES" ${ARGN})
  plue_check_all_listed(${arg_SOURCES})
  add_executable(${name}Benchmarks ${arg_SOURCES})
  plue_program_defaults(${name}Benchmarks)
  target_link_libraries(${name}Benchmarks PRIVATE ${arg_LIBRARIES}
                        benchmark::benchmark)
endfunction()

# plue_add_fuzzer(name SOURCES main.cpp LIBRARIES dep… SEEDS folder…) makes
# plue-name-fuzzer. With PLUE_FUZZ it looks for inputs; otherwise it runs those
# in the folders and what was found before, in test/fuzz/name, as a test.
function(plue_add_fuzzer name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES;SEEDS" ${ARGN})
  set(target plue-${name}-fuzzer)
  set(common "${PROJECT_SOURCE_DIR}/tools/fuzzing")
  add_executable(${target} ${arg_SOURCES} "${common}/Fuzzing.cpp")
  plue_program_defaults(${target})
  target_include_directories(${target} PRIVATE "${common}")
  target_link_libraries(${target} PRIVATE ${arg_LIBRARIES} Plue::AsmParser
                        Plue::Bytecode Plue::Target)
  if(PLUE_FUZZ)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    return()
  endif()
  target_sources(${target} PRIVATE "${common}/Replay.cpp")
  if(PLUE_BUILD_TESTS)
    add_test(NAME fuzz-${name} COMMAND ${target} ${arg_SEEDS}
             "${PROJECT_SOURCE_DIR}/test/fuzz/${name}")
  endif()
endfunction()
