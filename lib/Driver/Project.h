//===- Project.h - The project a file belongs to ----------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_DRIVER_PROJECT_H
#define PLUE_LIB_DRIVER_PROJECT_H

#include "plue/Basic/Diagnostic.h"
#include "plue/Config/ProjectConfig.h"

namespace plue {

struct Project {
  /// Absolute.
  std::string root;
  ProjectConfig config;
};

/// The project at \p root if that is given, else the nearest folder above
/// \p file that has a `.plue` or a `.git`, else the file's own folder. So a
/// file's path in the plan does not depend on where the compiler was started.
/// Reads `.plue/config.yaml`; its faults are reported.
Project findProject(llvm::StringRef file, llvm::StringRef root,
                    SourceManager &sources, DiagnosticEngine &diags);

/// \p file relative to the project, with `/`; the file's name alone if it lies
/// outside.
std::string projectPath(const Project &project, llvm::StringRef file);

} // namespace plue

#endif // PLUE_LIB_DRIVER_PROJECT_H
