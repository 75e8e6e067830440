//===- Parser.h - Text to plans ---------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The grammar of docs/LangRef.md, by recursive descent that never goes
/// deeper than the grammar has levels: what may be nested without end, regions,
/// is kept on a stack of our own. Mnemonics, operands and attributes come from
/// the tables of ir/, so a new operation needs no new code here.
///
/// Each function parses what it is called after, from the current token on. On
/// failure it has reported why. Items (declarations, fields, operations,
/// instructions) stand on lines of their own: after a failure the parser goes
/// on at the next one, so one run reports many faults. A name whose definition
/// failed is known all the same, and its uses fail without a report.
///
/// What the plan means is for ir::verify() to judge, in the end.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_ASMPARSER_PARSER_H
#define PLUE_LIB_ASMPARSER_PARSER_H

#include "Lexer.h"
#include "Spans.h"
#include "plue/IR/Tables.h"
#include "llvm/ADT/StringMap.h"

namespace plue::asmparser {

/// The name in a symbol, without the number that tells functions apart.
std::string symbolName(llvm::StringRef symbol);

/// What names of one sort stand for.
class Names {
public:
  explicit Names(llvm::StringRef sort) : sort(sort) {}

  struct Definition {
    /// Poisoned: its definition failed.
    uint32_t ordinal;
    Span span;
  };
  static constexpr uint32_t Poisoned = ~0U;

  /// What people call such a name: `value`.
  llvm::StringRef sort;
  llvm::StringMap<Definition> definitions;
};

class Parser {
public:
  Parser(FileId file, llvm::StringRef text, DiagnosticEngine &diags)
      : file(file), text(text), diags(diags), lexer(file, text, diags),
        plan(std::make_unique<ir::Plan>()) {}

  /// Null if there was an error.
  std::unique_ptr<ir::Plan> run();

private:
  using ValueId = ir::ValueId;
  using TypeId = value::TypeId;
  using Handler = llvm::function_ref<LogicalResult(llvm::StringRef name)>;

  //--- Tokens (Parser.cpp)
  void advance();
  Token peekToken();
  SourceRange range(Span span) const { return {file, span.begin, span.end}; }
  SourceRange range(const Token &token) const {
    return {file, token.begin, token.end()};
  }
  Span spanFrom(uint32_t begin) const { return {begin, lastEnd}; }
  LogicalResult expected(const llvm::Twine &what);
  bool consumeIf(llvm::StringRef spelling);
  LogicalResult consume(llvm::StringRef spelling);
  /// Takes a token of \p kind, which people call \p what.
  FailureOr<Token> take(Token::Kind kind, llvm::StringRef what);
  LogicalResult unknown(llvm::StringRef what,
                        llvm::ArrayRef<llvm::StringRef> known);
  void recover(uint32_t start);
  bool isAtEnd(const Token &opened, llvm::StringRef close);

  //--- Lists and attributes (Parser.cpp)
  /// Items with commas between them up to \p close, which is taken.
  LogicalResult parseList(llvm::StringRef close,
                          llvm::function_ref<LogicalResult()> parseItem);
  /// `{name = …, flag}` if it is there; \p handle takes what follows the name.
  LogicalResult parseAttributes(llvm::ArrayRef<llvm::StringRef> known,
                                Handler handle);

  //--- Names (Names.cpp)
  LogicalResult define(Names &names, const Token &token, uint32_t ordinal);
  void poison(Names &names, const Token &token);
  FailureOr<uint32_t> find(const Names &names, const Token &token);
  LogicalResult notDefined(const Names &names, const Token &token);

  //--- Literals (Literals.cpp)
  FailureOr<uint64_t> parseNumber(uint64_t most);
  FailureOr<uint32_t> parseNumber32();
  FailureOr<uint64_t> parseDuration();
  FailureOr<llvm::StringRef> parseString();
  /// An identifier or a string.
  FailureOr<llvm::StringRef> parseName(llvm::StringRef what);
  FailureOr<unsigned> parseWord(llvm::StringRef what,
                                llvm::ArrayRef<llvm::StringLiteral> words);
  LogicalResult parseStrings(std::vector<llvm::StringRef> &strings);
  FailureOr<ir::Constant> parseConstant();
  FailureOr<ir::Constant> parseNumericConstant();
  FailureOr<std::optional<ir::Location>> parseLocation();
  FailureOr<uint32_t> parseLocationSource();

  //--- Tables (Literals.cpp)
  FailureOr<uint32_t> parseEntry(llvm::StringRef what, size_t count);
  FailureOr<uint32_t> parseStringRef();
  FailureOr<uint32_t> parseConstantRef();
  LogicalResult limitEntries(size_t count, llvm::StringRef what);

  //--- What workflows share (Declarations.cpp)
  LogicalResult parseVersion();
  LogicalResult parseDeclaration();
  LogicalResult parseSource();
  LogicalResult parseTypeDeclaration();
  LogicalResult parseTypeNode(value::TypeNode &node);
  FailureOr<TypeId> parseType();
  LogicalResult parseStringEntry();
  LogicalResult parseConstantEntry();
  LogicalResult parseTemplateEntry();

  //--- Functions (Functions.cpp)
  LogicalResult parseFunction();
  LogicalResult parseSignature(ir::Function &function);
  LogicalResult parseParameter(ir::Function &function);
  FailureOr<uint32_t> parseVariable(uint16_t &hops);
  LogicalResult parseInstr(ir::Function &function);
  LogicalResult parseOperandsOf(ir::Instr &instr);
  FailureOr<uint32_t> parseInstrOperand(ir::InstrOperand operand);
  FailureOr<uint32_t> parseOperator(llvm::StringRef what, unsigned count,
                                    llvm::StringRef (*spell)(unsigned));
  void resolveLabels(ir::Function &function);
  void finishFunctions();

  //--- Workflows (Workflows.cpp)
  LogicalResult parseWorkflow();
  void parseBody(const Token &opened);
  LogicalResult parseBodyItem();
  LogicalResult parseField(llvm::StringRef name);
  LogicalResult parseTrigger();
  LogicalResult parseInputs(std::vector<ir::InputDecl> &inputs);
  void finishWorkflow();

  //--- Operations (Ops.cpp)
  LogicalResult parseOp();
  LogicalResult parseNamedOp(const std::optional<Token> &name);
  FailureOr<ValueId> parseValue();
  template <typename List> LogicalResult parseValues(List &list) {
    FailureOr<ValueId> value = parseValue();
    if (succeeded(value))
      list.push_back(*value);
    return value;
  }
  LogicalResult parseOperands(ir::Op &op);
  FailureOr<uint32_t> parseAttribute(ir::OpKind kind);
  LogicalResult parseTypeOf(ir::Op &op);
  FailureOr<uint32_t> parseTemplate();
  LogicalResult parseTemplateParts(ir::ShellTemplate &shell, bool isFilled);
  void append(ir::Op op, ir::Location location, Span span);

  //--- Regions (Ops.cpp)
  /// The item of a loop, or what it carries.
  struct Param {
    Token name;
    ir::Op op{.kind = ir::OpKind::Param};
    /// None: where the loop is.
    std::optional<ir::Location> location;
  };
  LogicalResult parseForeach(const Token &name);
  LogicalResult parseForeachHead(std::vector<Param> &params);
  LogicalResult parseParam(Param &param);
  LogicalResult parseParamLocation(Param &param);
  LogicalResult parseGroupsOf(ir::Region &region);
  LogicalResult parseYield();
  void openRegion(ir::Region &region);
  void closeRegion();

  //--- Steps and ends (Steps.cpp)
  FailureOr<uint32_t> parseStep();
  FailureOr<ir::StepKind> parseStepKind();
  LogicalResult parseCommand(ir::StepDefinition &definition);
  LogicalResult parseStepAttribute(ir::Step &step, llvm::StringRef name);
  LogicalResult parseDefinitionAttribute(ir::StepDefinition &definition,
                                         llvm::StringRef name);
  LogicalResult parseOrderAttribute(ir::Step &step, llvm::StringRef name);
  LogicalResult parseInto(ValueId &value);
  LogicalResult parseInto(llvm::StringRef &string);
  LogicalResult parseEdge(llvm::SmallVectorImpl<ir::Edge> &edges);
  LogicalResult parseRetry(ir::Retry &retry);
  LogicalResult parseNamedValues(llvm::SmallVectorImpl<ir::NamedValue> &named);
  LogicalResult parseStepInput(llvm::SmallVectorImpl<ir::NamedValue> &inputs);
  FailureOr<uint32_t> parseEnd();

  void verify();

  FileId file;
  llvm::StringRef text;
  DiagnosticEngine &diags;
  Lexer lexer;
  Token token;
  /// Where the last token ended.
  uint32_t lastEnd = 0;
  std::unique_ptr<ir::Plan> plan;
  PlanSpans spans;
  ir::TableIndex tables;

  Names types{"type"}, functions{"function"}, values{"value"}, labels{"label"};
  /// The first source of each path.
  llvm::StringMap<uint32_t> sources;

  /// Uses of labels in the current function: instructions.
  std::vector<std::pair<uint32_t, Token>> jumps;
  struct Closure {
    uint32_t function, instr;
    Token name;
  };
  /// A function comes after the one around it, and so after its uses.
  std::vector<Closure> closures;
  bool haveCodeLocations = false;

  /// The workflow that is being made, if one is.
  ir::Workflow *workflow = nullptr;
  std::vector<ir::RegionId> openRegions;
  bool haveOpLocations = false;
  llvm::StringMap<bool> fieldsGiven;
};

} // namespace plue::asmparser

#endif // PLUE_LIB_ASMPARSER_PARSER_H
