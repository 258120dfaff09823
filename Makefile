# Every target sets up what it needs, once. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A stamp holds the digest of the lock that is installed, so that nothing is set up twice.
RUNTIME := $(VENV)/.runtime-$(shell cksum < requirements.lock | cut -d' ' -f1)
DEV := $(VENV)/.dev-$(shell cksum < requirements-dev.lock | cut -d' ' -f1)
TRAIN := $(VENV)/.train-$(shell cksum < requirements-train.lock | cut -d' ' -f1)
# torch is pinned, not locked: its builds for processor and graphics card come from different places, with different
# digests (docs/decisions/0004). Another place: make train-setup TORCH_INDEX=https://…
TORCH := torch==2.13.0
TORCH_INDEX ?=
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

.PHONY: help setup train-setup report weekly report-real spider test test-office lint format system lock clean

help: ## 列出所有目标
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 16

setup: $(RUNTIME) ## 建立 .venv 并安装程序（.venv/bin/chengyu）

train-setup: $(TRAIN) ## 再装上训练 encoder 要用的 torch 与 transformers（只打分不需要；TORCH_INDEX=网址 换下载处）

report: $(RUNTIME) ## 用演示城市跑完采集、入库、评分、分析、报告五步，生成周报 PDF
	@$(BIN)/chengyu demo

weekly: $(RUNTIME) ## 给 CHENGYU_HOME 指定的办公室出最近一个整周的周报（定时运行用，见 docs/schedule.md）
	@$(BIN)/chengyu run

report-real: $(RUNTIME) ## 用 CHENGYU_SHARED 里的真实文本跑同样的五步（周报和季报）
	@$(BIN)/python -m bench.report_real

spider: $(DEV) ## 新增来源：make spider NAME=代号 KIND=读法 URL=地址（写声明、存网页、写待填的测试）
	@$(BIN)/chengyu sources add "$(NAME)" --kind "$(KIND)" --url "$(URL)"
	@$(BIN)/chengyu sources save "$(NAME)"

test-office: $(DEV) ## 跑本单位文件夹（CHENGYU_HOME，默认 office）里的来源测试
	@$(BIN)/python -m pytest -n 0 "$${CHENGYU_HOME:-office}/tests"

test: $(DEV) $(TRAIN) ## 跑全部测试
	@$(BIN)/python -m pytest

lint: $(DEV) $(TRAIN) ## 检查格式、规则和类型
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy

format: $(DEV) ## 按统一格式改写代码
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

system: ## 以 root 安装并启动测试用的系统程序（PostgreSQL、Redis、浏览器）
	@bash .ci/system

lock: ## 重新生成依赖锁定文件
	@bash .ci/lock

clean: ## 删除 .venv 和演示数据
	rm -rf $(VENV) data/demo/home out build *.egg-info

$(RUNTIME): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "正在安装依赖（只需一次）……"
	@$(PIP) --require-hashes -r requirements.lock 2> >(grep -v '^WARNING: ' >&2)
	@$(PIP) --no-deps -e . 2> >(grep -v '^WARNING: ' >&2)
	@rm -f $(VENV)/.runtime-* && touch $@

$(DEV): $(RUNTIME) requirements-dev.lock
	@echo "正在安装测试所需的依赖（只需一次）……"
	@$(PIP) --require-hashes -r requirements-dev.lock 2> >(grep -v '^WARNING: ' >&2)
	@rm -f $(VENV)/.dev-* && touch $@

$(TRAIN): $(RUNTIME) requirements-train.lock
	@echo "正在安装训练所需的依赖（只需一次）……"
	@$(PIP) --require-hashes -r requirements-train.lock 2> >(grep -v '^WARNING: ' >&2)
	@$(PIP) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) "$(TORCH)" 2> >(grep -v '^WARNING: ' >&2)
	@rm -f $(VENV)/.train-* && touch $@
