//===- Verify.h - The parts of the verifier ---------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Each part checks one topic and may rely on the parts before it, in the
/// order of the declarations. Errors of a workflow do not name it; verify()
/// does.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_IR_VERIFY_H
#define PLUE_LIB_IR_VERIFY_H

#include "plue/IR/Regions.h"
#include "plue/IR/Verifier.h"
#include "plue/Support/Result.h"
#include "llvm/ADT/DenseSet.h"

namespace plue::ir {

/// Ten days, in milliseconds.
inline constexpr uint64_t MaxDurationMs = 10ULL * 24 * 60 * 60 * 1000;

/// The fault of one object. Its owner is known to verify(), which sets it.
template <typename... Args>
llvm::Error faultAt(PlanPlace place, const char *format, Args &&...args) {
  return llvm::make_error<VerifyError>(
      place, llvm::formatv(format, std::forward<Args>(args)...).str());
}

/// Checks texts. What is long is looked at once, however often it is referred
/// to: a small file may refer to a long text, or to a type of many names, a
/// million times.
class TextChecker {
public:
  bool isUtf8(llvm::StringRef text);
  /// UTF-8 without control characters.
  bool isPlain(llvm::StringRef text);
  /// A path that stays inside; see isRelativePath.
  bool isPath(llvm::StringRef text);
  bool isImage(llvm::StringRef text);
  /// Whether \p name is a field, or a member, of a record or an enum.
  bool hasName(const TypeStore &types, TypeId type, llvm::StringRef name);

private:
  using Extent = std::pair<const char *, size_t>;
  llvm::DenseSet<Extent> utf8, plain, paths, images;
  llvm::DenseMap<TypeId, llvm::DenseSet<llvm::StringRef>> names;
};

/// Types, strings, constants, templates, sources.
llvm::Error verifyShared(const Plan &plan, TextChecker &texts);

/// Functions: signatures, instructions, the depth of the stack.
llvm::Error verifyFunctions(const Plan &plan, TextChecker &texts);

/// Name, image, triggers.
llvm::Error verifyHeader(const Plan &plan, const Workflow &workflow,
                         TextChecker &texts);

/// Operations: kinds, operands, attributes, types.
llvm::Error verifyOps(const Plan &plan, const Workflow &workflow,
                      TextChecker &texts);

/// That what unwraps a value has a guard that shows the value to be there.
llvm::Error verifyUnwraps(const Plan &plan, const Workflow &workflow);

/// Regions: where they lie, what they carry, and that no value is used outside
/// the region that it belongs to.
llvm::Error verifyRegions(const Plan &plan, const Workflow &workflow);

/// Steps but for their edges, and ends.
llvm::Error verifySteps(const Plan &plan, const Workflow &workflow,
                        const RegionMap &regions, TextChecker &texts);

/// Edges between steps.
llvm::Error verifyEdges(const Workflow &workflow, const RegionMap &regions);

/// Whether values of \p type can stand where a text is asked for.
bool isText(const TypeStore &types, TypeId type);

} // namespace plue::ir

#endif // PLUE_LIB_IR_VERIFY_H
