//===- ProjectConfig.cpp - The settings of a project ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Config/ProjectConfig.h"
#include "plue/Config/Yaml.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using yaml::Node;

namespace {
/// A setting that is a text.
struct Setting {
  llvm::StringRef key;
  std::string *value;
};
} // namespace

static LogicalResult wrongType(const Node &node, llvm::StringRef name,
                               llvm::StringRef expected,
                               DiagnosticEngine &diags) {
  return diags.report(node.range, diag::config_wrong_type, name, expected,
                      yaml::describe(node.kind));
}

/// Reads the text \p node for the setting \p name.
static LogicalResult readText(const Node &node, llvm::StringRef name,
                              std::string &value, DiagnosticEngine &diags) {
  if (!node.isScalar())
    return wrongType(node, name, "a text", diags);
  if (llvm::StringRef(node.text).trim().empty())
    return diags.report(node.range, diag::config_empty, name);
  value = node.text;
  return success();
}

static LogicalResult unknownKey(const Node &key, llvm::StringRef prefix,
                                llvm::ArrayRef<llvm::StringRef> known,
                                DiagnosticEngine &diags) {
  std::string name = (prefix + key.text).str();
  llvm::StringRef similar = nearest(key.text, known);
  auto report = diags.report(key.range, diag::config_unknown_key, name);
  report.suggest(key.range, similar);
  if (similar.empty())
    report.hint("the known keys are " + listOf(known));
  return report;
}

/// Reads the texts \p settings from \p map, where also the keys \p others may
/// stand. \p prefix is what leads to the map, for messages.
static LogicalResult readSettings(const Node &map, llvm::StringRef prefix,
                                  llvm::ArrayRef<Setting> settings,
                                  llvm::ArrayRef<llvm::StringRef> others,
                                  DiagnosticEngine &diags) {
  llvm::SmallVector<llvm::StringRef> known;
  for (const Setting &setting : settings)
    known.push_back(setting.key);
  known.append(others.begin(), others.end());

  LogicalResult result = success();
  for (const auto &[key, value] : llvm::zip_equal(map.keys, map.children)) {
    const auto *setting = llvm::find_if(
        settings, [&](const Setting &s) { return s.key == key.text; });
    if (setting != settings.end()) {
      std::string name = (prefix + key.text).str();
      if (failed(readText(value, name, *setting->value, diags)))
        result = failure();
    } else if (!llvm::is_contained(others, key.text)) {
      result = unknownKey(key, prefix, known, diags);
    }
  }
  return result;
}

static LogicalResult readSecrets(const Node *node, SecretsConfig &secrets,
                                 DiagnosticEngine &diags) {
  if (!node)
    return success();
  if (!node->isMap())
    return wrongType(*node, "secrets", "a map", diags);
  Setting settings[] = {{"provider", &secrets.provider},
                        {"address", &secrets.address}};
  return readSettings(*node, "secrets.", settings, {}, diags);
}

FailureOr<ProjectConfig> plue::loadProjectConfig(FileId file,
                                                 const SourceManager &sources,
                                                 DiagnosticEngine &diags) {
  auto size = static_cast<uint32_t>(sources.text(file).size());
  SourceRange whole{.file = file, .begin = 0, .end = size};
  FailureOr<Node> root = yaml::parse(whole, sources, diags);
  if (failed(root))
    return failure();
  ProjectConfig config;
  if (root->kind == yaml::NodeKind::Null)
    return config; // Nothing but comments.
  if (!root->isMap())
    return wrongType(*root, "config.yaml", "a map", diags);

  Setting settings[] = {{"default_image", &config.defaultImage},
                        {"default_client", &config.defaultClient}};
  LogicalResult texts = readSettings(*root, "", settings, {"secrets"}, diags);
  LogicalResult secrets =
      readSecrets(root->find("secrets"), config.secrets, diags);
  if (failed(texts) || failed(secrets))
    return failure();
  return config;
}
