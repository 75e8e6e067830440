//===- ProjectConfig.h - The settings of a project --------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A project may say once, in `.plue/config.yaml`, what its workflows
/// would otherwise each have to say:
///
///   default_image: debian:12
///   default_client: claude
///   secrets:
///     provider: vault
///     address: https://vault.example.org
///
/// All of it is optional. A key that is not known is an error, because a
/// misspelt setting that is silently ignored is worse than none.
//===----------------------------------------------------------------------===//
#ifndef PLUE_CONFIG_PROJECTCONFIG_H
#define PLUE_CONFIG_PROJECTCONFIG_H

#include "plue/Basic/Diagnostic.h"
#include <string>

namespace plue {

/// Where the values of `ctx.secrets` come from at run time.
struct SecretsConfig {
  /// Empty for the default, the environment of the runner.
  std::string provider = {};
  std::string address = {};
};

struct ProjectConfig {
  /// The image of steps that name none.
  std::string defaultImage = "ubuntu:22.04";
  /// The model client of prompts that name none; empty if there is none.
  std::string defaultClient = {};
  SecretsConfig secrets = {};

  /// Where the file is, relative to the project.
  static constexpr llvm::StringLiteral path = ".plue/config.yaml";
};

/// Reads the settings in \p file. Everything wrong with them is diagnosed, and
/// is a failure.
FailureOr<ProjectConfig> loadProjectConfig(FileId file,
                                           const SourceManager &sources,
                                           DiagnosticEngine &diags);

} // namespace plue

#endif // PLUE_CONFIG_PROJECTCONFIG_H
